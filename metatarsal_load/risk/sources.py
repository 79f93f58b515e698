"""The studies behind the rules: what each found, how strong it is, and where to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Study:
    """A published source.

    Attributes
    ----------
    citation : str
        Authors, year, journal.
    doi : str
        Digital object identifier; "" where only the citation is known.
    finding : str
        What it found, with figures.
    strength : str
        ``trial``, ``large cohort``, ``cohort``, ``laboratory``, ``small trial``, ``review`` or
        ``expert opinion``.
    stance : str
        Against the guide's rule: ``supports``, ``contradicts``, ``no effect`` or ``context``.
    """

    citation: str
    doi: str
    finding: str
    strength: str
    stance: str

    def said(self) -> str:
        """Quote it in one sentence with its strength."""
        doi = f", doi {self.doi}" if self.doi else ""
        return f"{self.citation}{doi} ({self.strength}; {self.stance}): {self.finding}"


STUDIES: Mapping[str, Study] = {
    "frandsen2025": Study(
        "Schuster Brandt Frandsen 2025, BJSM 59(17):1203",
        "10.1136/bjsports-2024-109380",
        "5205 runners, 588 071 sessions; against runs up to 10 % above the longest of 30 days, "
        "hazard ratio 1.64 (1.31-2.05) for 10-30 %, 1.52 (1.16-2.00) for 30-100 %, 2.28 "
        "(1.50-3.48) above 100 %; 1-10 % more gave 1.19 (0.90-1.57), not significant, so below "
        "10 % is not proven safe; week-to-week change showed no link",
        "large cohort",
        "supports",
    ),
    "buist2008": Study(
        "Buist 2008, AJSM 36:33",
        "10.1177/0363546507307505",
        "novices on a 10 % graded programme: 20.8 % injured against 20.3 % in controls",
        "trial",
        "no effect",
    ),
    "nielsen2014": Study(
        "Nielsen 2014, JOSPT 44(10):739",
        "10.2519/jospt.2014.5164",
        "weekly rises above 30 %: hazard ratio 1.59 (0.96-2.66), not significant",
        "cohort",
        "no effect",
    ),
    "ramskov2018": Study(
        "Ramskov 2018, BMJ Open Sport Exerc Med",
        "10.1136/bmjsem-2017-000333",
        "a focus on volume against a focus on intensity: no significant difference in injuries",
        "trial",
        "no effect",
    ),
    "theisen2014": Study(
        "Theisen 2014, BJSM 48:371",
        "10.1136/bjsports-2013-092613",
        "other sport beside running: hazard ratio 0.702 (0.561-0.879) per hour a week",
        "cohort",
        "supports",
    ),
    "wellenkotter2014": Study(
        "Wellenkotter 2014, Int J Sports Med",
        "10.1055/s-0033-1363236",
        "5 % more cadence lowers the force under the metatarsals",
        "laboratory",
        "supports",
    ),
    "kliethermes2021": Study(
        "Kliethermes 2021, BJSM",
        "10.1136/bjsports-2020-103833",
        "bone stress injury: relative risk 0.95 per step a minute more",
        "cohort",
        "supports",
    ),
    "luedke2021": Study(
        "Luedke & Rauh 2021, Front Sports Act Living",
        "10.3389/fspor.2021.628348",
        "cadence and injury in young runners",
        "cohort",
        "context",
    ),
    "cadence_null": Study(
        "A cohort of 381 runners",
        "",
        "injured and uninjured ran at 172 and 173 spm: no difference",
        "cohort",
        "no effect",
    ),
    "malisoux2015": Study(
        "Malisoux 2015, Scand J Med Sci Sports",
        "10.1111/sms.12154",
        "several pairs in parallel use: hazard ratio 0.614 (0.389-0.969)",
        "cohort",
        "supports",
    ),
    "midsole_ageing": Study(
        "Midsole ageing in the laboratory (Footwear Sci 2010)",
        "",
        "cushioning falls with distance; no study links 300, 500 or 700 miles to metatarsalgia",
        "laboratory",
        "context",
    ),
    "ridge2013": Study(
        "Ridge 2013, Med Sci Sports Exerc",
        "10.1249/MSS.0b013e3182874769",
        "10 of 19 runners changing to minimalist shoes had more bone-marrow oedema in the foot",
        "small trial",
        "supports",
    ),
    "fuller2017": Study(
        "Fuller 2017, AJSM",
        "10.1177/0363546516682497",
        "minimalist shoes raised injury and pain with body mass and weekly distance",
        "trial",
        "supports",
    ),
    "tessutti2012": Study(
        "Tessutti 2012, J Sports Sci",
        "10.1080/02640414.2012.713975",
        "forefoot pressure on grass 4.7-12.3 % lower; small samples, no link to injury shown",
        "laboratory",
        "context",
    ),
    "horiguchi2025": Study(
        "Horiguchi 2025, Front Sports Act Living",
        "10.3389/fspor.2025.1654489",
        "forefoot pressure fell by 6.8 % at -6 degrees: it falls downhill",
        "laboratory",
        "contradicts",
    ),
    "liem2013": Study(
        "Liem 2013, Curr Sports Med Rep",
        "10.1249/JSR.0b013e3182913cbe",
        "graded return to running, pain as the guide",
        "expert opinion",
        "supports",
    ),
    "vincent2017": Study(
        "Vincent 2017, Curr Sports Med Rep",
        "10.1249/JSR.0000000000000362",
        "considerations for the injured runner's return",
        "expert opinion",
        "supports",
    ),
    "metatarsal_pads": Study(
        "A trial of pads behind the ball of the foot",
        "",
        "metatarsal pads did not lower the pressure under the forefoot",
        "small trial",
        "contradicts",
    ),
    "lolli2019": Study(
        "Lolli 2019, BJSM",
        "10.1136/bjsports-2017-098110",
        "the coupled acute:chronic ratio correlates with itself",
        "review",
        "contradicts",
    ),
    "impellizzeri2021": Study(
        "Impellizzeri 2021, Sports Med",
        "10.1007/s40279-020-01378-6",
        "no causal footing for the acute:chronic workload ratio",
        "review",
        "contradicts",
    ),
}
