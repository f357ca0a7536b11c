//! How many files the operating system lets the program hold open at once.

/// More than some systems give at all.
#[cfg(unix)]
const ENOUGH: u64 = 10_240;

/// Where the system does not say.
const USUAL: usize = 4_096;

/// Takes as many as the system gives without being asked twice, and says how many that is. A shell
/// begins with a few hundred, which a preview with many listening browsers uses up.
#[must_use]
pub fn raise() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.map_or(ENOUGH, |most| most.min(ENOUGH));
        if limit.current.is_some_and(|now| now < wanted) {
            limit.current = Some(wanted);
            // Where that is refused the old limit stays.
            let _ = setrlimit(Resource::Nofile, limit);
        }
        let now = getrlimit(Resource::Nofile).current.unwrap_or(ENOUGH);
        usize::try_from(now.min(ENOUGH)).unwrap_or(USUAL)
    }
    #[cfg(not(unix))]
    {
        USUAL
    }
}
