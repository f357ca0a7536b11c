//! How the operating system gives memory.

/// Takes memory in pages of the usual size from now on, in programs that are started too. Of the
/// huge ones that the allocator asks for a site needs a quarter more, and for that the system spends
/// a third of its time on them: a bargain where things are only read and compared, and none where
/// thousands of pages are rendered beside them.
pub fn in_small_pages(wanted: bool) {
    #[cfg(target_os = "linux")]
    {
        // A system that knows no huge pages has none to keep away.
        let _ = rustix::thread::disable_transparent_huge_pages(wanted);
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = wanted;
    }
}
