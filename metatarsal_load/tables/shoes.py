"""Which pair was worn in which run, and how far each pair has gone."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from metatarsal_load import schema
from metatarsal_load.errors import TableError
from metatarsal_load.tables.columns import TEXT, missing
from metatarsal_load.tables.coverage import Day, as_day
from metatarsal_load.tables.owners import owned
from metatarsal_load.tables.typed import complete_sessions, complete_shoes

SHARE_DAYS = 28
# What a default may name beside a sport: a surface of the schema, or one of these two of several.
GROUPS = MappingProxyType(
    {"road": schema.HARD_SURFACES, "trail": ("trail", "dirt", "gravel", "compacted")}
)


def seed_shoes(
    shoes: pd.DataFrame | None, exported: pd.DataFrame, sessions: pd.DataFrame
) -> pd.DataFrame | None:
    """Add the pairs that only an export lists to a shoe table.

    Parameters
    ----------
    shoes : DataFrame, optional
        Shoe table as typed; what it says of a pair stands.
    exported : DataFrame
        Pairs of exports, columns of `schema.SHOES`; of a pair that stands there twice the first.
    sessions : DataFrame
        Sessions with the shoes that exports name, as `complete_sessions` returns them.

    Returns
    -------
    DataFrame or None
        Completed; None where nobody names a pair. An export says for which sport a pair is worn
        by default but not since when: since the first run it names the pair for. Without such a
        run the default is left out, as it would put a pair of today into ten years.
    """
    if exported.empty:
        return shoes
    keys = ["athlete", "shoe"]
    pairs = complete_shoes(exported.drop_duplicates(keys))
    first = sessions.groupby(keys)["date"].min().rename("first").reset_index()
    since = pairs[keys].merge(first, on=keys, how="left")["first"]
    pairs["start"] = pairs["start"].fillna(since).astype("datetime64[us]")
    pairs["default_for"] = pairs["default_for"].where(pairs["start"].notna())
    if shoes is None:
        return pairs
    return complete_shoes(pd.concat([complete_shoes(shoes), pairs]).drop_duplicates(keys))


def assign_shoes(
    sessions: pd.DataFrame,
    shoes: pd.DataFrame | None = None,
    *,
    assignments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Fill unknown shoes from the pairs' defaults and from dated assignments.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, columns): `start`, `distance_km` and any column of `schema.SESSIONS`.
    shoes : DataFrame, optional
        Shoe table. `default_for` holds a sport (``running``), a surface (``treadmill``), ``road``
        (any hard surface) or ``trail`` (trail, dirt, gravel, compacted), or several of them with
        commas between; it holds from `start` to `retired`.
    assignments : DataFrame, optional
        Dated rules such as "from 3 May, all trail runs: Speedgoat": `shoe`, `start`, and perhaps
        `default_for` (else all runs), `retired` and `athlete`. A pair may have several.

    Returns
    -------
    DataFrame
        `sessions`, completed. A surface speaks before a sport, and of several pairs the one that
        started last; two that started on one day leave the shoe unknown. `shoe_source` is
        ``default`` where a pair was filled in, ``typed`` where the table had one without a
        source, else ``unknown``.

    Raises
    ------
    TableError
        As `complete_sessions` and `complete_shoes`, and for a `default_for` that names neither a
        sport nor a surface.
    """
    full = complete_sessions(sessions)
    rules = _rules(shoes, assignments)
    rules = rules if rules.empty else owned(rules, full)
    worn = full["shoe"].where(full["shoe"].notna(), _chosen(full, rules))
    source = full["shoe_source"].where(full["shoe_source"] != "unknown")
    filled = full["shoe"].isna() & worn.notna()
    source = source.mask(filled, "default").mask(source.isna() & full["shoe"].notna(), "typed")
    return full.assign(shoe=worn.astype(TEXT), shoe_source=source.fillna("unknown").astype(TEXT))


def _rules(shoes: pd.DataFrame | None, assignments: pd.DataFrame | None) -> pd.DataFrame:
    """List athlete, shoe, sport or surface, first and last day of every default."""
    columns = ["athlete", "shoe", "default_for", "start", "retired"]
    tables = [] if shoes is None else [complete_shoes(shoes)[columns].dropna(subset="default_for")]
    if assignments is not None:
        # Completed row by row: a pair may stand here several times.
        rows = [complete_shoes(assignments.iloc[[row]]) for row in range(len(assignments))]
        tables += [row[columns].fillna({"default_for": "running"}) for row in rows]
    if not tables:
        return pd.DataFrame(columns=columns)
    rules = pd.concat(tables, ignore_index=True)
    rules["word"] = [[w.strip().lower() for w in cell.split(",")] for cell in rules["default_for"]]
    rules = rules.explode("word", ignore_index=True)
    known = (*schema.SPORTS, *schema.SURFACES, *GROUPS)
    strange = rules[~rules["word"].isin(known)]
    if len(strange):
        raise TableError(
            f"shoes, pair {strange['shoe'].iloc[0]}, column default_for: found "
            f"{strange['word'].iloc[0]!r}, expected a sport or a surface: {', '.join(known)}"
        )
    rules["word"] = [list(GROUPS.get(word, (word,))) for word in rules["word"]]
    return rules.explode("word", ignore_index=True)


def _chosen(full: pd.DataFrame, rules: pd.DataFrame) -> pd.Series[str]:
    """Choose the pair of each session by its surface, else by its sport; NaN where none fits."""
    chosen = missing(schema.SESSIONS["shoe"], len(full))
    if rules.empty:
        return chosen
    rules = rules.assign(start=rules["start"].fillna(pd.Timestamp("1900-01-01").as_unit("us")))
    for column in ("surface", "sport"):
        keys = full[["athlete", "date"]].assign(word=full[column].astype(TEXT), row=full.index)
        keys = keys[(full["sport"] == "running") | (column == "sport")]
        fit = keys.merge(rules, on=["athlete", "word"])
        fit = fit[(fit["start"] <= fit["date"]) & ~(fit["retired"] < fit["date"])]
        newest = fit[fit["start"] == fit.groupby("row")["start"].transform("max")]
        pairs = newest.groupby("row")["shoe"].agg(["first", "nunique"])
        single = pairs.loc[pairs["nunique"] == 1, "first"]
        chosen = chosen.where(chosen.notna(), single.reindex(full.index).astype(TEXT))
    return chosen


def shoe_wear(
    sessions: pd.DataFrame, shoes: pd.DataFrame | None = None, *, today: Day | None = None
) -> pd.DataFrame:
    """Add up how far each pair has gone: the km before the log and those of its runs.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, columns): `start`, `distance_km` [km], `shoe` and any of `schema.SESSIONS`.
    shoes : DataFrame, optional
        Shoe table. A pair that only the sessions name becomes a row of unknown past.
    today : str, date or Timestamp, optional
        Last of the 28 days of `share_28d`; by default the athlete's last session's day.

    Returns
    -------
    DataFrame
        Shape (pairs, columns of `schema.SHOES` and six more), sorted by athlete and shoe; the same
        name worn by two athletes is two pairs. `distance_km` [km] = `initial_km` + the runs: a
        lower bound where `initial_known` is False or `runs_without_distance` > 0. `runs`;
        `last_run` (NaT without one); `share_28d`: the pair's share of all the athlete's running
        distance in the 28 days that end with `today`, NaN without any.

    Raises
    ------
    TableError
        As `complete_sessions` and `complete_shoes`.
    """
    full = complete_sessions(sessions)
    runs = full[full["sport"] == "running"]
    pairs = _all_pairs(runs, shoes)
    last = full.groupby("athlete")["date"].max()
    end = last.reindex(runs["athlete"]).to_numpy() if today is None else as_day(today)
    recent = runs[(runs["date"] <= end) & (runs["date"] > end - pd.Timedelta(days=SHARE_DAYS))]
    keys = ["athlete", "shoe"]
    by_pair = runs.assign(unknown=runs["distance_km"].isna()).groupby(keys)
    worn = by_pair.agg(
        run_km=("distance_km", "sum"),
        runs=("distance_km", "size"),
        runs_without_distance=("unknown", "sum"),
        last_run=("date", "max"),
    )
    worn["recent_km"] = recent.groupby(keys)["distance_km"].sum()
    wear = pairs.join(worn, on=keys)
    counts = ["run_km", "runs", "runs_without_distance", "recent_km"]
    wear[counts] = wear[counts].fillna(0.0)
    all_km = wear["athlete"].map(recent.groupby("athlete")["distance_km"].sum()).astype(float)
    wear["distance_km"] = wear["initial_km"].fillna(0.0) + wear["run_km"]
    wear["initial_known"] = wear["initial_km"].notna()
    wear["last_run"] = wear["last_run"].astype("datetime64[us]")
    wear["share_28d"] = wear["recent_km"] / all_km.where(all_km > 0)
    added = ["distance_km", "initial_known", "runs", "runs_without_distance", "last_run"]
    return wear[[*pairs.columns, *added, "share_28d"]]


def _all_pairs(runs: pd.DataFrame, shoes: pd.DataFrame | None) -> pd.DataFrame:
    """List the table's pairs and those that only the runs name."""
    keys = ["athlete", "shoe"]
    named = runs[keys].dropna().drop_duplicates()
    if shoes is None:
        return complete_shoes(named)
    table = owned(complete_shoes(shoes), runs)
    known = pd.MultiIndex.from_frame(table[keys])
    new = named[~pd.MultiIndex.from_frame(named).isin(known)]
    if new.empty:
        return table
    both = pd.concat([table, complete_shoes(new).reindex(columns=table.columns)])
    return complete_shoes(both)


def km_before(sessions: pd.DataFrame, shoes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Tell how far each run's pair had gone before that run.

    Parameters
    ----------
    sessions : DataFrame
        Shape (n, columns), as `complete_sessions` returns it.
    shoes : DataFrame, optional
        Shoe table, for the km before the log.

    Returns
    -------
    DataFrame
        Shape (n, 2), index of `sessions`. `km_before` [km]: NaN where the pair, its past or the
        distance of an earlier run is unknown. `km_before_at_least` [km]: what is known of it; NaN
        only where the pair is unknown. Walks and rides do not count.
    """
    order = sessions.sort_values(["athlete", "start"], kind="stable")
    pair = order["athlete"] + "\0" + order["shoe"]
    km = order["distance_km"].where(order["sport"] == "running", 0.0)
    past = pd.Series(np.nan, index=order.index)
    if shoes is not None:
        table = owned(complete_shoes(shoes), sessions)
        initial = pd.Series(table["initial_km"].to_numpy(), table["athlete"] + "\0" + table["shoe"])
        past = pair.map(initial).astype(float)
    earlier = km.fillna(0.0).groupby(pair).cumsum() - km.fillna(0.0)
    lacking = km.isna().astype(int)
    gaps = lacking.groupby(pair).cumsum() - lacking
    at_least = (earlier + past.fillna(0.0)).where(pair.notna())
    sure = past.notna() & (gaps == 0)
    result = pd.DataFrame({"km_before": at_least.where(sure), "km_before_at_least": at_least})
    return result.reindex(sessions.index)
