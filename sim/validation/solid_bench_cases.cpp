// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The bricks themselves against closed forms that no experiment of the bench asks for: a column
// under its weight, layers in series, a thick tube that would lock, a smooth load under refinement.
#include <array>
#include <cmath>

#include "core/deterministic_math.h"
#include "lab/layers.h"
#include "softbody/solid.h"
#include "validation/bench.h"

namespace dryrun::validation {
namespace {

using softbody::Isotropic;
using softbody::Solid;
using softbody::SolidProblem;
using softbody::Strain;

constexpr Vec3 kX{1, 0, 0}, kY{0, 1, 0}, kZ{0, 0, 1};

double component(const softbody::SolidState& state, int node, std::size_t axis) {
    return state.displacement[3 * static_cast<std::size_t>(node) + axis];
}

// A column of 10 × 10 mm that cannot widen, held below.
SolidProblem confined(const Solid& solid) {
    SolidProblem problem{solid, {}, {}, {}, Strain::Small};
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n) {
        problem.holds.push_back({n, kX, 0.0});
        problem.holds.push_back({n, kY, 0.0});
        if (solid.places[static_cast<std::size_t>(n)][2] == 0)
            problem.holds.push_back({n, kZ, 0.0});
    }
    problem.forces.assign(3 * solid.points.size(), 0.0);
    return problem;
}

// How far the top of a column of 30 mm sinks under its own weight, 1060 kg/m³.
Result<double> sink_of_column() {
    const Solid solid = softbody::box_of_bricks({0.0, 10.0}, {0.0, 10.0}, lab::even(30.0, 20),
                                                softbody::solid_material(Isotropic{0.012, 0.45}));
    SolidProblem problem = confined(solid);
    const double weight = 1060e-9 * 9.81 * 10.0 * 10.0 * 1.5;  // N a brick
    for (const auto& brick : solid.bricks)
        for (const int node : brick)
            problem.forces[3 * static_cast<std::size_t>(node) + 2] -= weight / 8.0;
    const auto state = softbody::balance(problem);
    if (!state) return state.error();
    return -component(*state, static_cast<int>(solid.points.size()) - 1, 2);
}

// Skin, fat and muscle of 2.5, 8 and 20 mm, whose moduli for confined compression are 200, 40 and
// 46 kPa, under 1 kPa.
Result<double> squeeze_of_layers() {
    std::vector<double> heights = lab::even(20.0, 8);
    for (const double z : {24.0, 28.0, 29.25, 30.5}) heights.push_back(z);
    Solid solid = softbody::box_of_bricks({0.0, 10.0}, {0.0, 10.0}, heights, {});
    solid.materials = {softbody::solid_material(Isotropic{0.046, 0.0}),
                       softbody::solid_material(Isotropic{0.040, 0.0}),
                       softbody::solid_material(Isotropic{0.200, 0.0})};
    for (std::size_t b = 0; b < solid.bricks.size(); ++b)
        solid.material_of[b] = b < 8 ? 0 : b < 10 ? 1 : 2;
    SolidProblem problem = confined(solid);
    for (std::size_t n = solid.points.size() - 4; n < solid.points.size(); ++n)
        problem.forces[3 * n + 2] = -1e-3 * 100.0 / 4.0;
    const auto state = softbody::balance(problem);
    if (!state) return state.error();
    return -component(*state, static_cast<int>(solid.points.size()) - 1, 2);
}

// A quarter of a tube from 2 to 10 mm, one brick thick and held so.
Solid quarter_tube(double poisson) {
    std::vector<double> radii{2.0};
    while (radii.size() < 25) radii.push_back(radii.back() * det::pow(5.0, 1.0 / 24.0));
    Solid solid = softbody::box_of_bricks(radii, lab::even(90.0, 24), {0.0, 0.5},
                                          softbody::solid_material(Isotropic{0.012, poisson}));
    for (Vec3& p : solid.points) {
        const double angle = det::radians(p.y);
        p = {p.x * det::cos(angle), p.x * det::sin(angle), p.z};
    }
    return solid;
}

// How far its inner wall moves outwards under 1 kPa inside.
Result<double> bulge_of_tube(double poisson) {
    const Solid solid = quarter_tube(poisson);
    SolidProblem problem{solid, {}, {}, {}, Strain::Small};
    problem.forces.assign(3 * solid.points.size(), 0.0);
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n) {
        const auto& place = solid.places[static_cast<std::size_t>(n)];
        problem.holds.push_back({n, kZ, 0.0});
        if (place[1] == 0) problem.holds.push_back({n, kY, 0.0});
        if (place[1] == 24) problem.holds.push_back({n, kX, 0.0});
    }
    for (const auto& brick : solid.bricks) {
        if (solid.places[static_cast<std::size_t>(brick[0])][0] != 0) continue;
        const std::array<int, 4> wall = {brick[0], brick[3], brick[7], brick[4]};
        const auto at = [&](std::size_t i) {
            return solid.points[static_cast<std::size_t>(wall[i])];
        };
        const Vec3 push = cross(at(1) - at(0), at(3) - at(0)) * 1e-3;  // outwards, N
        for (const int node : wall) {
            const std::size_t first = 3 * static_cast<std::size_t>(node);
            problem.forces[first] += 0.25 * push.x;
            problem.forces[first + 1] += 0.25 * push.y;
        }
    }
    const auto state = softbody::balance(problem);
    if (!state) return state.error();
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n)
        if (solid.places[static_cast<std::size_t>(n)] == softbody::LatticePlace{0, 0, 0})
            return component(*state, n, 0);
    return Error{ErrorKind::Internal, "the tube has no inner wall", "V12", ""};
}

// Of a cube of 20 mm whose skin is held, under the body force that bends it to
// u = A sin(kx) sin(ky) sin(kz) (1, 1, 1).
constexpr double kSide = 20.0;
constexpr double kHeight = 0.1;
constexpr Isotropic kCube{0.012, 0.45};

struct Wave {
    std::array<double, 3> s{}, c{};
    explicit Wave(const Vec3& p) {
        const std::array<double, 3> x = {p.x, p.y, p.z};
        for (std::size_t i = 0; i < 3; ++i) {
            s[i] = det::sin(det::kPi / kSide * x[i]);
            c[i] = det::cos(det::kPi / kSide * x[i]);
        }
    }
    double height() const { return kHeight * s[0] * s[1] * s[2]; }
    // −(μ ∇²u + (λ + μ) ∇ div u), N/mm³
    std::array<double, 3> force() const {
        const double mu = kCube.youngs / (2.0 * (1.0 + kCube.poisson));
        const double lame = 2.0 * mu * kCube.poisson / (1.0 - 2.0 * kCube.poisson);
        const double square = kHeight * (det::kPi / kSide) * (det::kPi / kSide);
        std::array<double, 3> f{};
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t j = (i + 1) % 3, k = (i + 2) % 3;
            const double slope = -s[i] * s[j] * s[k] + c[i] * c[j] * s[k] + c[i] * s[j] * c[k];
            f[i] = square * (3.0 * mu * s[0] * s[1] * s[2] - (lame + mu) * slope);
        }
        return f;
    }
};

// A Gauss point of a cubic brick: its place, and the corners' shares of it.
struct Sample {
    Vec3 at;
    std::array<double, 8> share{};
};
std::array<Sample, 8> samples_of(const Solid& solid, const std::array<int, 8>& brick) {
    std::array<Sample, 8> samples;
    const double g = 1.0 / std::sqrt(3.0);
    for (std::size_t q = 0; q < 8; ++q) {
        const std::array<double, 3> x = {(q & 1U) != 0 ? g : -g, (q & 2U) != 0 ? g : -g,
                                         (q & 4U) != 0 ? g : -g};
        for (std::size_t c = 0; c < 8; ++c) {
            const double ex = c == 1 || c == 2 || c == 5 || c == 6 ? 1.0 : -1.0;
            const double ey = c == 2 || c == 3 || c == 6 || c == 7 ? 1.0 : -1.0;
            const double ez = c >= 4 ? 1.0 : -1.0;
            samples[q].share[c] = 0.125 * (1.0 + ex * x[0]) * (1.0 + ey * x[1]) * (1.0 + ez * x[2]);
            samples[q].at += solid.points[static_cast<std::size_t>(brick[c])] * samples[q].share[c];
        }
    }
    return samples;
}

// The root of the mean square of the displacement's error, mm.
Result<double> error_of_cube(int cells) {
    const auto cuts = lab::even(kSide, cells);
    const Solid solid = softbody::box_of_bricks(cuts, cuts, cuts, softbody::solid_material(kCube));
    SolidProblem problem{solid, {}, {}, {}, Strain::Small};
    problem.forces.assign(3 * solid.points.size(), 0.0);
    const double volume =
        kSide * kSide * kSide / (8.0 * cells * cells * cells);  // of a Gauss point
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n) {
        bool is_skin = false;
        for (const int at : solid.places[static_cast<std::size_t>(n)])
            is_skin = is_skin || at == 0 || at == cells;
        if (!is_skin) continue;
        for (const Vec3& along : {kX, kY, kZ}) problem.holds.push_back({n, along, 0.0});
    }
    for (const auto& brick : solid.bricks)
        for (const Sample& sample : samples_of(solid, brick)) {
            const auto force = Wave(sample.at).force();
            for (std::size_t c = 0; c < 8; ++c)
                for (std::size_t i = 0; i < 3; ++i)
                    problem.forces[3 * static_cast<std::size_t>(brick[c]) + i] +=
                        volume * sample.share[c] * force[i];
        }
    const auto state = softbody::balance(problem);
    if (!state) return state.error();
    double sum = 0.0;
    for (const auto& brick : solid.bricks)
        for (const Sample& sample : samples_of(solid, brick))
            for (std::size_t i = 0; i < 3; ++i) {
                double u = -Wave(sample.at).height();
                for (std::size_t c = 0; c < 8; ++c)
                    u += sample.share[c] * component(*state, brick[c], i);
                sum += volume * u * u;
            }
    return std::sqrt(sum / (kSide * kSide * kSide));
}

// The power of the bricks' size with which the error falls.
Result<double> order_of_bricks(int cells) {
    const auto coarse = error_of_cube(cells), fine = error_of_cube(2 * cells);
    if (!coarse) return coarse.error();
    if (!fine) return fine.error();
    return det::log(*coarse / *fine) / det::log(2.0);
}

}  // namespace

std::vector<BenchCase> solid_bench_cases() {
    std::vector<BenchCase> cases;
    cases.push_back({bench_case("V3", "sinking of a confined column of 30 mm under its weight",
                                "mm", 0.10280, 0.005, "ρ g H² / 2 M"),
                     "", "", sink_of_column});
    cases.push_back(
        {bench_case("V12", "bulging of a thick tube, ν 0.45", "mm", 0.25274, 0.03, "Lamé 1852"), "",
         "", [] { return bulge_of_tube(0.45); }});
    cases.push_back(
        {bench_case("V12", "bulging of a thick tube, ν 0.49", "mm", 0.25889, 0.05, "Lamé 1852"), "",
         "", [] { return bulge_of_tube(0.49); }});
    cases.push_back(
        {bench_case("V12", "bulging of a thick tube, ν 0.499", "mm", 0.26026, 0.01, "Lamé 1852"),
         "", "", [] { return bulge_of_tube(0.499); }});
    for (const int cells : {4, 8}) {
        Case what = bench_case("V21",
                               "order of the error in displacement, bricks of " +
                                   significant_text(kSide / cells) + " mm and half of that",
                               "", 2.0, 0.1, "a solution made up, its body force by hand");
        what.is_gate = cells > 4;
        if (cells == 4) what.remark = "coarse bricks with incompatible modes do better than that";
        cases.push_back({what, "", "", [cells] { return order_of_bricks(cells); }});
    }
    cases.push_back({bench_case("V26", "squeezing of skin, fat and muscle by 1 kPa", "mm", 0.64728,
                                0.005, "layers in series"),
                     "", "", squeeze_of_layers});
    return cases;
}

}  // namespace dryrun::validation
