// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The tissue solver beside the usual ones, on the same block, load and machine, in one run: ours
// (multifrontal over nested dissection), Eigen's sparse Cholesky with AMD, and conjugate gradients
// with an incomplete Cholesky factor; and Bullet's deformable body on a plain block. The counter
// `error` is the largest difference from ours, relative; on the plain block that from a finer mesh.
// Compare times within a run, never between machines.
#include <benchmark/benchmark.h>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>
#include <vector>

#include "bullet_body.h"
#include "softbody/block.h"
#include "softbody/solid.h"

namespace {

using namespace dryrun;
using namespace dryrun::softbody;
using Sparse = Eigen::SparseMatrix<double>;

std::vector<double> even_steps(double from, double to, int cells) {
    std::vector<double> at;
    for (int i = 0; i <= cells; ++i) at.push_back(from + (to - from) * i / cells);
    return at;
}

// 80 × 80 × 60 mm: skin, fat, muscle with fibres, deep muscle; base and sides held.
BlockDescription layered_block(int across, const std::vector<double>& depths) {
    return describe_block(
        flat_mesh(even_steps(-40, 40, across), even_steps(-40, 40, across), depths),
        [](const Vec3& p) {
            if (p.z > -2.0) return stiffness(Isotropic{0.08, 0.45});
            if (p.z > -10.0) return stiffness(Isotropic{0.006, 0.45});
            if (p.z > -40.0)
                return stiffness(nearly_incompressible(0.015, 0.035, 0.006, 0.45), {1, 0, 0});
            return stiffness(Isotropic{0.02, 0.45});
        },
        [](const Vec3& p) {
            return p.z < -59.9 || std::fabs(p.x) > 39.9 || std::fabs(p.y) > 39.9;
        });
}

const std::vector<double> kDepths = {0, 2, 6, 10, 16, 22, 28, 34, 40, 50, 60};

const Block& block() {
    static const Block made = *Block::make(layered_block(20, kDepths));
    return made;
}

// 300 mN spread over the skin within 5 mm of the middle.
std::vector<double> load(const Block& of) {
    const ColumnMesh& mesh = of.mesh();
    std::vector<double> forces(3 * static_cast<std::size_t>(mesh.node_count()), 0.0);
    std::vector<int> under;
    for (int n = 0; n < mesh.node_count(); ++n) {
        const Vec3 p = mesh.point(n);
        if (p.z > -1e-9 && p.x * p.x + p.y * p.y <= 25.0) under.push_back(n);
    }
    for (const int n : under)
        forces[3 * static_cast<std::size_t>(n) + 2] = -0.3 / static_cast<double>(under.size());
    return forces;
}

// The free nodes' part of the stiffness as Eigen has it.
struct ForEigen {
    std::vector<int> row;  // of each node's first displacement, −1 where held
    Sparse matrix;
    Eigen::VectorXd forces;
};
ForEigen for_eigen(const Block& of) {
    ForEigen made;
    const Assembly& assembly = of.assembly();
    made.row.assign(static_cast<std::size_t>(assembly.node_count()), -1);
    int rows = 0;
    for (int n = 0; n < assembly.node_count(); ++n) {
        if (assembly.is_held(n)) continue;
        made.row[static_cast<std::size_t>(n)] = rows;
        rows += 3;
    }
    std::vector<Eigen::Triplet<double>> entries;
    for (int e = 0; e < assembly.element_count(); ++e) {
        const auto element = assembly.element(e);
        const std::size_t size = 3 * element.nodes.size();
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t j = 0; j < size; ++j) {
                const int a = made.row[static_cast<std::size_t>(element.nodes[i / 3])];
                const int b = made.row[static_cast<std::size_t>(element.nodes[j / 3])];
                if (a < 0 || b < 0) continue;
                entries.emplace_back(a + static_cast<int>(i % 3), b + static_cast<int>(j % 3),
                                     element.matrix[i * size + j]);
            }
        }
    }
    made.matrix.resize(rows, rows);
    made.matrix.setFromTriplets(entries.begin(), entries.end());
    made.forces.setZero(rows);
    const auto forces = load(of);
    for (std::size_t n = 0; n < made.row.size(); ++n)
        for (int k = 0; k < 3 && made.row[n] >= 0; ++k)
            made.forces[made.row[n] + k] = forces[3 * n + static_cast<std::size_t>(k)];
    return made;
}

double difference_from_ours(const ForEigen& same, const Eigen::VectorXd& found) {
    const auto ours = block().factor().solve(load(block()));
    double off = 0.0, most = 0.0;
    for (std::size_t n = 0; n < same.row.size(); ++n) {
        for (int k = 0; k < 3 && same.row[n] >= 0; ++k) {
            const double u = ours[3 * n + static_cast<std::size_t>(k)];
            off = std::max(off, std::fabs(u - found[same.row[n] + k]));
            most = std::max(most, std::fabs(u));
        }
    }
    return off / most;
}

void factor_ours(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(Factor::make(block().assembly()));
    state.counters["dof"] = block().factor().degrees_of_freedom();
}
void solve_ours(benchmark::State& state) {
    const auto forces = load(block());
    for (auto _ : state) benchmark::DoNotOptimize(block().factor().solve(forces));
}

void factor_eigen(benchmark::State& state) {
    const ForEigen same = for_eigen(block());
    Eigen::SimplicialLDLT<Sparse> solver;
    for (auto _ : state) solver.compute(same.matrix);
    state.counters["error"] = difference_from_ours(same, solver.solve(same.forces));
}
void solve_eigen(benchmark::State& state) {
    const ForEigen same = for_eigen(block());
    const Eigen::SimplicialLDLT<Sparse> solver(same.matrix);
    for (auto _ : state) benchmark::DoNotOptimize(solver.solve(same.forces).eval());
}
void solve_conjugate_gradients(benchmark::State& state) {
    const ForEigen same = for_eigen(block());
    Eigen::ConjugateGradient<Sparse, Eigen::Lower, Eigen::IncompleteCholesky<double>> solver;
    solver.setTolerance(1e-6);
    solver.compute(same.matrix);
    Eigen::VectorXd found;
    for (auto _ : state) found = solver.solve(same.forces);
    state.counters["iterations"] = static_cast<double>(solver.iterations());
    state.counters["error"] = difference_from_ours(same, found);
}

// What a needle and a finger touch: 3 × 3 columns of nodes and a 7 × 7 patch of skin.
std::vector<NodalLoad> touched() {
    const ColumnMesh& mesh = block().mesh();
    std::vector<NodalLoad> loads;
    const int middle = mesh.across_x() / 2;
    const auto add = [&](int node) {
        if (block().is_held(node)) return;
        for (const Vec3& axis : {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}})
            loads.push_back({{node, axis}});
    };
    for (int j = -3; j <= 3; ++j)
        for (int i = -3; i <= 3; ++i)
            for (int k = 0; k < mesh.levels; ++k)
                if (k == 0 || (std::abs(i) <= 1 && std::abs(j) <= 1))
                    add(mesh.node(middle + i, middle + j, k));
    return loads;
}
void condense_ours(benchmark::State& state) {
    const auto loads = touched();
    for (auto _ : state) {
        const auto carried = block().factor().carry(loads);
        benchmark::DoNotOptimize(Factor::compliance(carried, carried));
    }
    state.counters["loads"] = static_cast<double>(loads.size());
}
void condense_column_by_column(benchmark::State& state) {
    const auto loads = touched();
    std::vector<double> forces(3 * static_cast<std::size_t>(block().mesh().node_count()), 0.0);
    for (auto _ : state) {
        for (const NodalLoad& one : loads) {
            const auto at = 3 * static_cast<std::size_t>(one.front().first);
            const Vec3& f = one.front().second;
            forces[at] = f.x, forces[at + 1] = f.y, forces[at + 2] = f.z;
            benchmark::DoNotOptimize(block().factor().solve(forces));
            forces[at] = forces[at + 1] = forces[at + 2] = 0.0;
        }
    }
}

// One tissue of 15 kPa, 80 × 80 × 60 mm, base and sides held.
constexpr double kYoungs = 0.015, kPoisson = 0.45;
BlockDescription plain_block(int across, int down) {
    return describe_block(
        flat_mesh(even_steps(-40, 40, across), even_steps(-40, 40, across),
                  even_steps(0, 60, down)),
        [](const Vec3&) {
            return stiffness(Isotropic{kYoungs, kPoisson});
        },
        [](const Vec3& p) {
            return p.z < -59.9 || std::fabs(p.x) > 39.9 || std::fabs(p.y) > 39.9;
        });
}

// `newtons` on the skin, a bump 30 mm wide, the same on any mesh.
std::vector<double> bump(const ColumnMesh& mesh, double newtons) {
    std::vector<double> forces(3 * static_cast<std::size_t>(mesh.node_count()), 0.0);
    constexpr int kParts = 120;
    constexpr double kReach = 15.0;
    double sum = 0.0;
    for (int j = 0; j < kParts; ++j)
        for (int i = 0; i < kParts; ++i) {
            const Vec3 p{kReach * ((2 * i + 1.0) / kParts - 1.0),
                         kReach * ((2 * j + 1.0) / kParts - 1.0), 0.0};
            const double r = (p.x * p.x + p.y * p.y) / (kReach * kReach);
            if (r >= 1.0) continue;
            const double push = (1.0 - r) * (1.0 - r);
            sum += push;
            for (const auto& [node, weight] : sharp_weights(mesh, *locate(mesh, p)))
                forces[3 * static_cast<std::size_t>(node) + 2] -= push * weight;
        }
    for (double& force : forces) force *= newtons / sum;
    return forces;
}

// Mean displacement under the bump.
double sunk(const std::vector<double>& forces, const std::vector<double>& u) {
    double work = 0.0, sum = 0.0;
    for (std::size_t i = 0; i < u.size(); ++i) {
        work += forces[i] * u[i];
        sum -= forces[i];
    }
    return work / sum;
}

constexpr double kLight = 0.01, kFinger = 1.0;  // N
constexpr int kAcross = 14, kDown = 6;

double sunk_of_ours(int across, int down) {
    const Block made = *Block::make(plain_block(across, down));
    const auto forces = bump(made.mesh(), kLight);
    return sunk(forces, made.factor().solve(forces));
}
double error_of(double found) {
    static const double fine = sunk_of_ours(3 * kAcross, 3 * kDown);
    return found / fine - 1.0;
}

void plain_solve_ours(benchmark::State& state) {
    const Block made = *Block::make(plain_block(kAcross, kDown));
    const auto forces = bump(made.mesh(), kLight);
    for (auto _ : state) benchmark::DoNotOptimize(made.factor().solve(forces));
    state.counters["error"] = error_of(sunk(forces, made.factor().solve(forces)));
}

// A step under a load that changes from one to the next, as under a hand; then the load is kept
// until the body rests, and its error told.
void plain_step_bullet(benchmark::State& state, const bench::BulletSetting& setting) {
    const BlockDescription plain = plain_block(kAcross, kDown);
    bench::BulletBody body(plain.mesh, plain.held, kYoungs, kPoisson, setting);
    const auto kept = bump(plain.mesh, kLight), more = bump(plain.mesh, 1.1 * kLight);
    bool is_more = false;
    for (auto _ : state) {
        state.PauseTiming();
        body.load((is_more = !is_more) ? more : kept);
        state.ResumeTiming();
        body.step();
    }
    body.load(kept);
    for (double rest = 0.0; rest < 1.5; rest += setting.step_s) body.step();
    state.counters["error"] = error_of(sunk(kept, body.displacement()));
    state.counters["tetrahedra"] = body.tetrahedra();
}

// A finger's load at any strain, raised by a tenth: to the new balance, with all assembly.
void finger_ours(benchmark::State& state) {
    const ColumnMesh mesh = plain_block(kAcross, kDown).mesh;
    std::vector<double> heights = even_steps(-60, 0, kDown);
    const Solid solid =
        box_of_bricks(mesh.xs, mesh.ys, heights, solid_material(Isotropic{kYoungs, kPoisson}));
    const auto problem_under = [&](double newtons) {
        SolidProblem problem{solid, {}, {}, {}, Strain::Large};
        problem.balanced = 1e-4;
        problem.forces.assign(3 * solid.points.size(), 0.0);
        const auto forces = bump(mesh, newtons);
        const auto plane = static_cast<std::size_t>(mesh.across_x() * mesh.across_y());
        for (std::size_t n = 0; n < plane; ++n)
            problem.forces[3 * (n + kDown * plane) + 2] = forces[3 * n + 2];
        for (std::size_t n = 0; n < solid.points.size(); ++n) {
            const Vec3& p = solid.points[n];
            if (p.z > -59.9 && std::fabs(p.x) < 39.9 && std::fabs(p.y) < 39.9) continue;
            for (const Vec3& axis : {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}})
                problem.holds.push_back({static_cast<int>(n), axis, 0.0});
        }
        return problem;
    };
    const auto before = balance(problem_under(kFinger));
    const SolidProblem after = problem_under(1.1 * kFinger);
    int iterations = 0;
    for (auto _ : state) iterations = balance(after, before->displacement)->iterations;
    state.counters["iterations"] = iterations;
}
void finger_bullet(benchmark::State& state, const bench::BulletSetting& setting) {
    const BlockDescription plain = plain_block(kAcross, kDown);
    const auto forces = bump(plain.mesh, kFinger), more = bump(plain.mesh, 1.1 * kFinger);
    const auto settled = [&](const std::vector<double>& load, bench::BulletBody& body) {
        body.load(load);
        for (double rest = 0.0; rest < 1.5; rest += setting.step_s) body.step();
        return sunk(load, body.displacement());
    };
    bench::BulletBody other(plain.mesh, plain.held, kYoungs, kPoisson, setting);
    const double end = settled(more, other);
    int steps = 0;
    for (auto _ : state) {
        state.PauseTiming();
        bench::BulletBody body(plain.mesh, plain.held, kYoungs, kPoisson, setting);
        settled(forces, body);
        body.load(more);
        state.ResumeTiming();
        for (steps = 0; steps < 400; ++steps) {
            if (std::fabs(sunk(more, body.displacement()) / end - 1.0) < 1e-3) break;
            body.step();
        }
    }
    state.counters["steps"] = steps;
}

constexpr bench::BulletSetting kExplicit60{};
constexpr bench::BulletSetting kExplicit240{bench::BulletLaw::NeoHookean, false, 1.0 / 240.0, 0.02};
// Newton's method over implicit steps is not among them: there Bullet's body does not move under
// a load of one's own.
constexpr bench::BulletSetting kLinear60{bench::BulletLaw::Linear, false, 1.0 / 60.0, 0.02};
constexpr bench::BulletSetting kLinear240{bench::BulletLaw::Linear, false, 1.0 / 240.0, 0.02};

BENCHMARK(plain_solve_ours)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(plain_step_bullet, neo_hookean_60, kExplicit60)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(20);
BENCHMARK_CAPTURE(plain_step_bullet, neo_hookean_240, kExplicit240)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(20);
BENCHMARK_CAPTURE(plain_step_bullet, linear_60, kLinear60)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(20);
BENCHMARK_CAPTURE(plain_step_bullet, linear_240, kLinear240)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(20);
BENCHMARK(finger_ours)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(finger_bullet, neo_hookean_60, kExplicit60)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3);
BENCHMARK_CAPTURE(finger_bullet, neo_hookean_240, kExplicit240)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3);

BENCHMARK(factor_ours)->Unit(benchmark::kMillisecond);
BENCHMARK(factor_eigen)->Unit(benchmark::kMillisecond);
BENCHMARK(solve_ours)->Unit(benchmark::kMillisecond);
BENCHMARK(solve_eigen)->Unit(benchmark::kMillisecond);
BENCHMARK(solve_conjugate_gradients)->Unit(benchmark::kMillisecond);
BENCHMARK(condense_ours)->Unit(benchmark::kMillisecond);
BENCHMARK(condense_column_by_column)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
