"""The public tools, each as a function without arguments that gives the group of each village."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from benchmarks._planning_graphs import Graph

Act = Callable[[], Any]
Prepare = Callable[[Graph, int], Act]


def _scikit_ward(graph: Graph, groups: int) -> Act:
    from scipy.sparse import csr_matrix

    cluster = import_module("sklearn.cluster")
    links = csr_matrix((np.ones(graph.adj.size), graph.adj, graph.near), shape=(graph.rows, graph.rows))
    return lambda: cluster.AgglomerativeClustering(groups, connectivity=links, linkage="ward").fit_predict(
        graph.x
    )


def _geoda(kind: str, *more: object) -> Prepare:
    def prepare(graph: Graph, groups: int) -> Act:
        weights, table = _geoda_input(graph)
        act = getattr(import_module("pygeoda"), kind)
        return lambda: act(groups, weights, table, *more, scale_method="raw")["Clusters"]

    return prepare


def geoda_maxp(kind: str, graph: Graph, threshold: float) -> Act:
    weights, table = _geoda_input(graph)
    act = getattr(import_module("pygeoda"), kind)
    return lambda: act(weights, table, graph.weight.tolist(), threshold, scale_method="raw")["Clusters"]


def _geoda_input(graph: Graph) -> tuple[Any, list[list[float]]]:
    geoda = import_module("pygeoda")
    lines = [f"0 {graph.rows} villages id"]
    for one in range(graph.rows):
        beside = graph.adj[graph.near[one] : graph.near[one + 1]]
        lines += [f"{one} {beside.size}", " ".join(map(str, beside.tolist()))]
    with NamedTemporaryFile("w", suffix=".gal") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        weights = geoda.read_gal(file.name, [str(one) for one in range(graph.rows)])
    return weights, [column.tolist() for column in graph.x.T]


def _spopt(kind: str) -> Prepare:
    def prepare(graph: Graph, groups: int) -> Act:
        region, frame, weights = _spopt_input(graph)
        columns = [name for name in frame.columns if name != "weight"]

        def act() -> Any:
            if kind == "AZP":
                model = region.AZP(frame, weights, columns, n_clusters=groups, random_state=1)
            elif kind == "Skater":
                model = region.Skater(frame, weights, columns, n_clusters=groups)
            else:
                model = region.RegionKMeansHeuristic(graph.x, groups, weights)
            model.solve()
            return model.labels_

        return act

    return prepare


def spopt_maxp(graph: Graph, threshold: float) -> Act:
    region, frame, weights = _spopt_input(graph)
    columns = [name for name in frame.columns if name != "weight"]

    def act() -> Any:
        model = region.MaxPHeuristic(
            frame,
            weights,
            columns,
            "weight",
            threshold,
            2,
            max_iterations_construction=20,
            max_iterations_sa=2,
        )
        model.solve()
        return model.labels_

    return act


def _spopt_input(graph: Graph) -> tuple[Any, Any, Any]:
    region, frames = import_module("spopt.region"), import_module("geopandas")
    weights = import_module("libpysal.weights")
    beside = {n: [int(v) for v in graph.adj[graph.near[n] : graph.near[n + 1]]] for n in range(graph.rows)}
    table = {f"x{number}": column for number, column in enumerate(graph.x.T)} | {"weight": graph.weight}
    return region, frames.GeoDataFrame(table), weights.W(beside, silence_warnings=True)


def _gerrychain(graph: Graph, groups: int) -> Act:
    """Short bursts of ReCom (10 × STEPS) on the sum of squares, from a tree cut in parts of equal size."""
    chain, tree = import_module("gerrychain"), import_module("gerrychain.tree")
    bursts = import_module("gerrychain.optimization").SingleMetricOptimizer
    web = import_module("networkx").Graph()
    web.add_nodes_from((row, {"one": 1}) for row in range(graph.rows))
    ends = np.repeat(np.arange(graph.rows), np.diff(graph.near))
    web.add_edges_from((int(a), int(b)) for a, b in zip(ends, graph.adj, strict=True) if a < b)
    ideal, wide, x = graph.rows / groups, 0.9, graph.x

    def worth(partition: Any) -> float:
        return float(
            sum(
                ((x[list(part)] - x[list(part)].mean(axis=0)) ** 2).sum() for part in partition.parts.values()
            )
        )

    def act() -> Any:
        known = chain.Graph.from_networkx(web)
        start = tree.recursive_tree_part(known, range(groups), ideal, "one", wide, rng=1)
        first = chain.Partition(known, start, {"population": chain.updaters.Tally("one", alias="population")})
        propose = partial(
            chain.proposals.recom, pop_col="one", pop_target=ideal, epsilon=wide, node_repeats=1
        )
        search = bursts(propose, [chain.constraints.contiguous], first, worth, maximize=False, rng=1)
        for _ in search.short_bursts(10, STEPS):
            pass
        home = np.zeros(graph.rows, np.int64)
        for number, part in enumerate(search.best_part.parts.values()):
            home[[known.original_nx_node_id_for_internal_node_id(node) for node in part]] = number
        return home

    return act


# Bursts of ten steps that gerrychain is given.
STEPS = 300
# How each is asked; what takes longer than the limit at one size is not asked at greater ones.
PEERS: dict[str, Prepare] = {
    "scikit-learn Ward": _scikit_ward,
    "GeoDa schc": _geoda("schc", "ward"),
    "GeoDa redcap": _geoda("redcap", "fullorder-wardlinkage"),
    "GeoDa skater": _geoda("skater"),
    "GeoDa azp_greedy": _geoda("azp_greedy"),
    "GeoDa azp_sa": _geoda("azp_sa"),
    "GeoDa azp_tabu": _geoda("azp_tabu", 10),
    "spopt AZP": _spopt("AZP"),
    "spopt k-means": _spopt("k-means"),
    "spopt Skater": _spopt("Skater"),
    "gerrychain": _gerrychain,
}
# At least so many times less CPU to an equal plan, from so many villages on.
SOONER: dict[str, tuple[float, int]] = {
    "scikit-learn Ward": (5, 505),
    "GeoDa azp_sa": (100, 2_000),
    "GeoDa azp_tabu": (100, 2_000),
    "spopt AZP": (100, 505),
    "spopt k-means": (100, 505),
    "spopt Skater": (100, 505),
}
# Max-p: how to ask, from how many villages on a hundred times less CPU is the goal.
MAXP: dict[str, tuple[Callable[[Graph, float], Act], int]] = {
    "GeoDa maxp_greedy": (partial(geoda_maxp, "maxp_greedy"), 2_000),
    "GeoDa maxp_sa": (partial(geoda_maxp, "maxp_sa"), 2_000),
    "GeoDa maxp_tabu": (partial(geoda_maxp, "maxp_tabu"), 2_000),
    "spopt MaxP": (spopt_maxp, 505),
}
