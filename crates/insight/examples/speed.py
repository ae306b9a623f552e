"""Times igraph and networkit on the networks of `speed`, and compares their answers with ours.

    cargo xtask peers

installs both into target/peers and runs this. Arguments: the built example, a folder for networks, and perhaps --quick.
"""

import json
import subprocess
import sys
import time
import resource
from pathlib import Path

import igraph
import networkit
import numpy

SPEED, CACHE = sys.argv[1], Path(sys.argv[2])
QUICK = "--quick" in sys.argv


def network(name, people, interactions, units):
    file = CACHE / f"{name}.ties"
    if not file.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run([SPEED, "ties", str(people), str(interactions), str(units), "1", str(file)], check=True)
    return file


def load(file):
    """Undirected pairs with summed weights, as the measures of contact see them, and the directed ties."""
    numbers = numpy.fromfile(file, dtype="<u4")
    people, count = int(numbers[0]), int(numbers[1])
    units = numbers[2 : 2 + people].astype(int)
    ties = numbers[2 + people :].reshape(count, 3).astype(numpy.int64)
    low, high = ties[:, :2].min(axis=1), ties[:, :2].max(axis=1)
    keys, place = numpy.unique(low * people + high, return_inverse=True)
    weight = numpy.bincount(place, weights=ties[:, 2])
    pairs = numpy.stack([keys // people, keys % people], axis=1)
    return people, units, ties, pairs, weight


def timed(name, work):
    used = resource.getrusage(resource.RUSAGE_SELF)
    wall = time.perf_counter()
    result = work()
    wall = time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return {"measure": name, "wall": wall, "cpu": cpu, "result": result}


def ours(file, what):
    out = subprocess.run([SPEED, "measure", str(file), what], check=True, capture_output=True, text=True)
    sys.stderr.write(out.stderr)
    return {line["measure"]: line for line in map(json.loads, out.stdout.splitlines())}


def show(name, mine, *peers):
    print(f"{name:<34} ours {mine['wall']:8.3f} s wall {mine['cpu']:8.2f} s cpu", end="")
    for who, peer in peers:
        print(f"   {who} {peer['wall']:8.3f} s wall {peer['cpu']:8.2f} s cpu ({peer['wall'] / max(mine['wall'], 1e-9):.2f}x)", end="")
    print(flush=True)


def close(name, mine, theirs, within=1e-6):
    if abs(mine - theirs) > within * max(1.0, abs(theirs)):
        sys.exit(f"{name}: {mine} for {theirs}")
    print(f"{name:<34} agrees: {mine}", flush=True)


def small():
    file = network("thousand", 1_000, 3_000_000, 5)
    people, units, ties, pairs, weight = load(file)
    print(f"{people} people, {len(ties)} directed ties, {len(pairs)} pairs")
    graph = igraph.Graph(n=people, edges=pairs.tolist())
    directed = igraph.Graph(n=people, edges=ties[:, :2].tolist(), directed=True)
    mine = ours(file, "people")
    weights = [float(w) for w in weight]
    constraint = timed("constraint", lambda: sum(graph.constraint(weights=weights)))
    close("constraint, sum", float(mine["constraint"]["result"]), constraint["result"])
    show("constraint, weighted, all", mine["constraint"], ("igraph", constraint))
    between = timed("betweenness", lambda: sum(graph.betweenness(directed=False)))
    close("betweenness, sum", float(mine["betweenness_undirected"]["result"]), between["result"])
    show("betweenness, undirected, exact", mine["betweenness_undirected"], ("igraph", between))
    along = timed("betweenness", lambda: sum(directed.betweenness(directed=True)))
    close("directed betweenness, sum", float(mine["betweenness"]["result"]), along["result"])
    show("betweenness, directed, exact", mine["betweenness"], ("igraph", along))
    communities("thousand", file, graph, weight)


def communities(name, file, graph, weight):
    graph.es["weight"] = weight
    mine = ours(file, "communities")["communities"]
    theirs = timed("leiden", lambda: graph.community_leiden(objective_function="modularity", weights="weight"))
    quality = graph.modularity(theirs["result"], weights="weight")
    converged = timed("leiden", lambda: graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=-1))
    best = graph.modularity(converged["result"], weights="weight")
    print(f"modularity: ours {mine['result']}, igraph {quality:.6f}, until it rests {best:.6f}")
    if float(mine["result"].split()[0]) < 0.99 * quality:
        sys.exit("less than 99 % of igraph's modularity")
    nk = networkit.Graph(graph.vcount(), weighted=True)
    for (a, b), w in zip(graph.get_edgelist(), weight):
        nk.addEdge(a, b, float(w))
    parallel = timed("leiden", lambda: networkit.community.ParallelLeiden(nk).run().getPartition())
    found = networkit.community.Modularity().getQuality(parallel["result"], nk)
    print(f"networkit {found:.6f}")
    show(f"communities, {name}", mine, ("igraph", theirs), ("igraph until it rests", converged), ("networkit", parallel))


def large():
    file = network("hundred-thousand", 100_000, 10_000_000, 300)
    people, units, ties, pairs, weight = load(file)
    print(f"{people} people, {len(ties)} directed ties, {len(pairs)} pairs")
    mine = ours(file, "walls")["walls"]

    def walls():
        same = units[ties[:, 0]] == units[ties[:, 1]]
        numpy.bincount(units[ties[:, 0]] * 300 + units[ties[:, 1]], minlength=90_000)
        return 1 - 2 * same.mean()

    plain = timed("numpy", walls)
    close("E-I", float(mine["result"].split("Ok(")[1].split(")")[0]), plain["result"])
    graph = igraph.Graph(n=people, edges=pairs)
    quality = timed("modularity", lambda: graph.modularity(units.tolist()))
    close("modularity", float(mine["result"].split("Ok(")[4].split(")")[0]), quality["result"])
    show("walls (E-I, silo, matrix, modularity)", mine, ("numpy, E-I and matrix", plain), ("igraph, modularity", quality))
    communities("hundred-thousand", file, graph, weight)


small()
if not QUICK:
    large()
