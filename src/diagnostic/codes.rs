//! The one table of codes. `explain` and the documentation come from it; a code never changes
//! its meaning and is never used again for another.

use super::Severity;

/// What is known of a code.
#[derive(Debug)]
pub struct CodeInfo {
    /// The code itself.
    pub code: Code,
    /// `MP0101`.
    pub id: &'static str,
    /// How bad it is, unless `site.yaml` says otherwise.
    pub severity: Severity,
    /// Whether it stays an error whatever `site.yaml` says, because the output would be wrong.
    pub fixed: bool,
    /// A few words.
    pub title: &'static str,
}

macro_rules! codes {
    ($($name:ident $id:literal $severity:ident $fixed:literal $title:literal;)*) => {
        /// The kind of a finding. Its number is stable.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        /// Every code, in the order of their numbers.
        pub const CODES: &[CodeInfo] = &[
            $(CodeInfo { code: Code::$name, id: $id, severity: Severity::$severity, fixed: $fixed, title: $title },)*
        ];
    };
}

codes! {
    YamlSyntax "MP0001" Error true "the YAML cannot be read";
    NotUtf8 "MP0002" Error true "the file is not UTF-8";
    UnclosedFrontMatter "MP0003" Error true "front matter that is not closed";
    YamlLimit "MP0004" Error true "YAML beyond the limits of depth, size or aliases";
    TextNeedsQuotes "MP0005" Error true "a text that must be quoted";
    FileTooLarge "MP0006" Error true "a text file beyond the size limit";
    UnknownField "MP0101" Error true "an unknown field";
    MissingField "MP0102" Error true "a required field is missing";
    RepeatedField "MP0103" Error true "a field is written twice";
    WrongType "MP0104" Error true "a value of the wrong type";
    NotAList "MP0105" Error true "one value where a list belongs";
    OutOfRange "MP0106" Error true "a number off its scale";
    NotInList "MP0107" Error true "a word that is not in its list";
    BadDate "MP0108" Error true "a date that cannot be";
    BadId "MP0109" Error true "an id that is not a slug";
    IdInFile "MP0110" Error true "an id in a file";
    BadLength "MP0111" Error true "a length of time that cannot be read";
    EmptyValue "MP0112" Error true "a required value that is empty";
    FieldNotHere "MP0113" Error true "a field that does not belong in this place";
    BadUrl "MP0114" Error true "an address that cannot be used";
    IncompleteValue "MP0115" Error true "a value that needs another beside it";
    DuplicateId "MP0201" Error true "an id that is taken";
    EmptySlug "MP0202" Error true "a name that leaves no id";
    OutputCollision "MP0203" Error true "two things at one output path";
    MixedChildren "MP0204" Error true "children written inline and as files";
    FileAndFolder "MP0205" Error true "a journey both as a file and as a folder";
    MisplacedFile "MP0206" Error true "a file where none belongs";
    LinkLeavesContent "MP0207" Warning false "a symbolic link out of the content folder";
    NotPlainFile "MP0208" Warning false "something that is no plain file";
    UnusableName "MP0209" Error true "a name that cannot be a file name everywhere";
    AliasInUse "MP0210" Error true "an alias that is a living id";
    FolderWithoutIndex "MP0211" Error true "a folder without its index.md";
    UnknownReference "MP0301" Error true "a reference to nothing";
    AmbiguousReference "MP0302" Error true "a reference to two things equally near";
    WrongKind "MP0303" Error true "a reference to the wrong kind of thing";
    UnknownHighlight "MP0304" Error true "a highlight that its source does not have";
    ReferenceToDraft "MP0305" Warning false "a published page refers to a draft";
    ReferenceThroughAlias "MP0306" Info false "a reference through a former id";
    Cycle "MP0307" Error true "journeys that contain each other";
    ParentDisagrees "MP0308" Warning false "a parent that does not zoom into its child";
    PersonaNotOnJourney "MP0309" Error true "an emotion for somebody who is not on the journey";
    DeadLink "MP0310" Error true "a link to a page that does not exist";
    MissingFile "MP0311" Error true "a file that does not exist";
    PathOutside "MP0312" Error true "a path out of the content folder";
    UnknownChannel "MP0313" Error true "a channel that site.yaml does not list";
    UnknownLane "MP0314" Error true "a lane that does not exist";
    HtmlRemoved "MP0401" Warning false "HTML that is not allowed";
    SchemeNotAllowed "MP0402" Warning false "a link with a scheme that is not allowed";
    MissingAlt "MP0403" Error false "an image without a text alternative";
    PersonalData "MP0404" Error false "personal data in a highlight";
    BadCsv "MP0501" Error true "a CSV file that cannot be read";
    DatesNotRising "MP0502" Error true "measured dates that do not rise";
    MetricWithoutData "MP0503" Error true "a metric without data, or with data twice";
    MeasureClamped "MP0504" Warning false "a measured value off its scale";
    SeriesWithoutValues "MP0505" Warning false "a CSV file without a value";
    QuoteWithoutConsent "MP0601" Warning false "a quoted highlight without consent";
    DateInFuture "MP0602" Warning false "a date after today";
    PersonaWithoutEvidence "MP0603" Warning false "a persona with no evidence at all";
    ReviewOverdue "MP0701" Warning false "a review that is overdue";
    NoOwner "MP0702" Warning false "a published map that nobody owns";
    BigBetUnplanned "MP0801" Warning false "a big bet without a plan";
    NothingBeforePurchase "MP0802" Warning false "nothing is mapped before the purchase";
    NothingAfterPurchase "MP0803" Warning false "nothing is mapped after the purchase";
    StageIsDepartment "MP0804" Warning false "a stage that is named after a department";
    UnexplainedDrop "MP0805" Warning false "a deep drop that no moment explains";
    UnusedTouchpoint "MP0806" Warning false "a catalogue touchpoint that nobody uses";
    RepeatedTouchpoint "MP0807" Warning false "a touchpoint written again in many journeys";
    StageWithoutTouchpoints "MP0808" Info false "a stage without touchpoints";
    LaneNotShown "MP0809" Info false "a filled lane that is not shown";
    BackstageForNobody "MP0810" Warning false "backstage work that supports no customer action";
    EmotionOnMacro "MP0811" Info false "emotions on a macro map";
    UnknownTheme "MP0901" Error true "a theme that does not exist";
    UnknownCode "MP0902" Warning false "a finding code that does not exist";
    BadScale "MP0903" Error true "a scale whose ends are not in order";
    ThemeError "MP0904" Error true "a part of a theme that cannot be used";
    LowContrast "MP0905" Warning false "two colours of a theme that are too much alike";
    LanguageWithoutWords "MP0906" Info false "a language that the interface does not speak";
    SeverityStays "MP0907" Warning false "a finding that cannot be switched off";
}

impl Code {
    /// The code's row in the table.
    pub fn info(self) -> &'static CodeInfo {
        &CODES[self as usize]
    }

    /// `MP0101`.
    pub fn id(self) -> &'static str {
        self.info().id
    }

    /// The code with this number, whatever the case of its letters.
    pub fn parse(id: &str) -> Option<Code> {
        CODES.iter().find(|info| info.id.eq_ignore_ascii_case(id)).map(|info| info.code)
    }
}
