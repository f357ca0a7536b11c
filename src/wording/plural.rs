//! Which form a language uses with a whole number: the rules of Unicode CLDR for languages that a
//! site is likely to speak. A language that is not listed has the forms of English.

/// A plural form, as CLDR calls it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Category {
    const ALL: [(Category, &'static str); 6] = [
        (Category::Zero, "zero"),
        (Category::One, "one"),
        (Category::Two, "two"),
        (Category::Few, "few"),
        (Category::Many, "many"),
        (Category::Other, "other"),
    ];

    pub(super) fn named(word: &str) -> Option<Category> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(category, _)| *category)
    }

    pub(super) fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// How a language counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rule {
    /// 1 | others.
    One,
    /// 0 and 1 | others.
    ZeroAndOne,
    /// No forms.
    None,
    /// 1 | 2 | others.
    Hebrew,
    /// 0 | 1 | 2 | 3–10 | 11–99 | others, by the last two digits from 3 on.
    Arabic,
    /// 1, 21, 31 … | 2–4, 22–24 … | others.
    Russian,
    /// 1 | 2–4, 22–24 … | others.
    Polish,
    /// 1 | 2–4 | others.
    Czech,
}

impl Rule {
    pub(super) fn of(language: &str) -> Rule {
        match language.split('-').next().unwrap_or_default() {
            "fr" | "pt" | "fa" | "hi" | "bn" | "hy" => Rule::ZeroAndOne,
            "ja" | "zh" | "ko" | "th" | "vi" | "id" | "ms" | "my" | "lo" => Rule::None,
            "he" | "iw" => Rule::Hebrew,
            "ar" => Rule::Arabic,
            "ru" | "uk" | "be" | "sr" | "hr" | "bs" => Rule::Russian,
            "pl" => Rule::Polish,
            "cs" | "sk" => Rule::Czech,
            _ => Rule::One,
        }
    }

    pub(super) fn category(self, n: f64) -> Category {
        // A count is whole and not negative.
        let n = n.abs() as u64;
        let (tens, hundreds) = (n % 10, n % 100);
        let few = (2..=4).contains(&tens) && !(12..=14).contains(&hundreds);
        match self {
            Rule::One | Rule::Hebrew | Rule::Polish | Rule::Czech if n == 1 => Category::One,
            Rule::ZeroAndOne if n <= 1 => Category::One,
            Rule::Hebrew if n == 2 => Category::Two,
            Rule::Arabic => arabic(n, hundreds),
            Rule::Russian if tens == 1 && hundreds != 11 => Category::One,
            Rule::Russian | Rule::Polish if few => Category::Few,
            Rule::Russian | Rule::Polish => Category::Many,
            Rule::Czech if (2..=4).contains(&n) => Category::Few,
            _ => Category::Other,
        }
    }
}

fn arabic(n: u64, hundreds: u64) -> Category {
    match (n, hundreds) {
        (0, _) => Category::Zero,
        (1, _) => Category::One,
        (2, _) => Category::Two,
        (_, 3..=10) => Category::Few,
        (_, 11..=99) => Category::Many,
        _ => Category::Other,
    }
}
