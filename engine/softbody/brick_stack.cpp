// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/brick_stack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "softbody/hexahedron.h"
#include "softbody/membrane.h"

namespace dryrun::softbody {
namespace {

std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

// cos(2π m i / of) for m up to `last`, i below `count`, row by row.
std::vector<double> cosines(int last, int count, double of) {
    std::vector<double> all;
    for (int m = 0; m <= last; ++m)
        for (int i = 0; i < count; ++i) all.push_back(det::cos(2.0 * det::kPi * m * i / of));
    return all;
}

// ---- Bricks

// A square matrix of the three displacements of a level.
using Level = std::array<std::array<double, 3>, 3>;

// Corners of a brick and of its faces: which column of nodes.
constexpr std::array<int, 8> kAside = {0, 1, 1, 0, 0, 1, 1, 0};
constexpr std::array<int, 8> kAlong = {0, 0, 1, 1, 0, 0, 1, 1};

// What levels do to each other for each of nine differences of columns; a wave's phases sum it.
using Differences = std::array<Level, 9>;
std::size_t difference(std::size_t a, std::size_t b) {
    return at(3 * (kAside[b] - kAside[a] + 1) + kAlong[b] - kAlong[a] + 1);
}
struct BrickTerms {
    Differences top{}, between{}, bottom{};  // between: rows of the upper level
};

BrickTerms terms_of(const FlatBrick& brick, double cell) {
    HexahedronCorners corners;
    for (std::size_t c = 0; c < 8; ++c)
        corners[c] = {cell * kAside[c], cell * kAlong[c], c < 4 ? 0.0 : brick.height};
    const Matrix6 upper = stiffness(brick.upper), lower = stiffness(brick.lower);
    const std::array<const Matrix6*, kHexahedronPoints> elasticity = {
        &lower, &lower, &lower, &lower, &upper, &upper, &upper, &upper};
    const HexahedronMatrix k = hexahedron_terms(corners, elasticity, {}).stiffness;
    BrickTerms terms;
    for (std::size_t a = 0; a < 8; ++a) {
        for (std::size_t b = 0; b < 8; ++b) {
            if (a < 4 && b >= 4) continue;
            Differences& sums = a < 4 ? terms.bottom : b < 4 ? terms.between : terms.top;
            for (std::size_t p = 0; p < 3; ++p)
                for (std::size_t q = 0; q < 3; ++q)
                    sums[difference(a, b)][p][q] += k[24 * (3 * a + p) + 3 * b + q];
        }
    }
    if (brick.tension_stiffness == 0.0) return terms;
    const auto sheet = membrane_stiffness({corners[0], corners[1], corners[2], corners[3]},
                                          brick.tension_stiffness, brick.poisson);
    for (std::size_t a = 0; a < 4; ++a)
        for (std::size_t b = 0; b < 4; ++b)
            for (std::size_t p = 0; p < 3; ++p)
                for (std::size_t q = 0; q < 3; ++q)
                    terms.top[difference(a, b)][p][q] += sheet[12 * (3 * a + p) + 3 * b + q];
    return terms;
}

// With displacements along the skin a quarter of a wave ahead of those across it all is real.
Level in_phase(const Differences& sums, const std::array<double, 9>& cosine,
               const std::array<double, 9>& sine) {
    Level level{};
    for (std::size_t d = 0; d < 9; ++d) {
        for (std::size_t p = 0; p < 3; ++p) {
            for (std::size_t q = 0; q < 3; ++q) {
                const bool is_alike = (p < 2) == (q < 2);
                level[p][q] += sums[d][p][q] * (is_alike ? cosine[d] : p < 2 ? -sine[d] : sine[d]);
            }
        }
    }
    return level;
}

// upper − between · inverse(below) · betweenᵀ: what a level feels of all that lies under it.
Level on_top_of(const Level& upper, const Level& between, Level below) {
    Level right{};
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c < 3; ++c) right[r][c] = between[c][r];
    for (std::size_t p = 0; p < 3; ++p) {
        for (std::size_t r = 0; r < 3; ++r) {
            if (r == p) continue;
            const double share = below[r][p] / below[p][p];
            for (std::size_t c = 0; c < 3; ++c) {
                below[r][c] -= share * below[p][c];
                right[r][c] -= share * right[p][c];
            }
        }
    }
    Level level = upper;
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t p = 0; p < 3; ++p)
                level[r][c] -= between[r][p] * right[p][c] / below[p][p];
    return level;
}

// Displacement across the skin by a force across it.
double give(const Level& s) {
    const double minor = s[0][0] * s[1][1] - s[0][1] * s[1][0];
    const double all = s[0][0] * (s[1][1] * s[2][2] - s[1][2] * s[2][1]) -
                       s[0][1] * (s[1][0] * s[2][2] - s[1][2] * s[2][0]) +
                       s[0][2] * (s[1][0] * s[2][1] - s[1][1] * s[2][0]);
    return minor / all;
}

double corner_give(const std::vector<BrickTerms>& bricks, double phase_aside, double phase_along) {
    std::array<double, 9> cosine{}, sine{};
    for (int aside = -1; aside <= 1; ++aside) {
        for (int along = -1; along <= 1; ++along) {
            const double phase = aside * phase_aside + along * phase_along;
            cosine[at(3 * (aside + 1) + along + 1)] = det::cos(phase);
            sine[at(3 * (aside + 1) + along + 1)] = det::sin(phase);
        }
    }
    Level below{};
    bool is_held = true;
    for (std::size_t b = bricks.size(); b-- > 0;) {
        const Level top = in_phase(bricks[b].top, cosine, sine);
        if (is_held) {
            below = top;
            is_held = false;
            continue;
        }
        Level under = in_phase(bricks[b].bottom, cosine, sine);
        for (std::size_t p = 0; p < 3; ++p)
            for (std::size_t q = 0; q < 3; ++q) under[p][q] += below[p][q];
        below = on_top_of(top, in_phase(bricks[b].between, cosine, sine), under);
    }
    return give(below);
}

// ---- Slabs

// Along and across the skin, of one face of a slab.
using Face = std::array<std::array<double, 2>, 2>;
using Slab = std::array<std::array<double, 5>, 5>;  // upper face, lower face, bulge

// A slab under a wave of this number: displacement along runs evenly through it, that across with a
// bulge besides, so that it can keep its volume.
Slab slab_stiffness(const Isotropic& material, double height, double wave) {
    constexpr std::array<double, 3> kPlace = {-0.7745966692414834, 0.0, 0.7745966692414834};
    constexpr std::array<double, 3> kWeight = {5.0 / 9.0, 8.0 / 9.0, 5.0 / 9.0};
    const double shear = 0.5 * material.youngs / (1.0 + material.poisson);
    const double lame = 2.0 * shear * material.poisson / (1.0 - 2.0 * material.poisson);
    Slab k{};
    for (std::size_t g = 0; g < 3; ++g) {
        const double x = kPlace[g], weight = 0.5 * height * kWeight[g];
        const double upper = 0.5 * (1.0 - x), lower = 0.5 * (1.0 + x), rate = 1.0 / height;
        const double bulge = 1.0 - x * x, bulge_rate = -4.0 * x * rate;
        const std::array<double, 5> along = {wave * upper, 0.0, wave * lower, 0.0, 0.0};
        const std::array<double, 5> across = {0.0, -rate, 0.0, rate, bulge_rate};
        const std::array<double, 5> sheared = {rate, wave * upper, -rate, wave * lower,
                                               wave * bulge};
        for (std::size_t a = 0; a < 5; ++a) {
            for (std::size_t b = 0; b < 5; ++b) {
                const double volume = (along[a] + across[a]) * (along[b] + across[b]);
                k[a][b] += weight * (lame * volume + shear * sheared[a] * sheared[b] +
                                     2.0 * shear * (along[a] * along[b] + across[a] * across[b]));
            }
        }
    }
    for (std::size_t a = 0; a < 4; ++a)
        for (std::size_t b = 0; b < 4; ++b) k[a][b] -= k[a][4] * k[4][b] / k[4][4];
    return k;
}

void put_on(const Slab& k, bool is_held, Face& below) {
    Face top = {{{k[0][0], k[0][1]}, {k[1][0], k[1][1]}}};
    if (!is_held) {
        const double a = k[2][2] + below[0][0], b = k[2][3] + below[0][1],
                     d = k[3][3] + below[1][1];
        const double whole = a * d - b * b;
        const Face inverse = {{{d / whole, -b / whole}, {-b / whole, a / whole}}};
        for (std::size_t r = 0; r < 2; ++r)
            for (std::size_t c = 0; c < 2; ++c)
                for (std::size_t p = 0; p < 2; ++p)
                    for (std::size_t q = 0; q < 2; ++q)
                        top[r][c] -= k[r][2 + p] * inverse[p][q] * k[c][2 + q];
    }
    below = top;
}

// Displacement across the skin by a pressure on it, both waves of this number, mm³/N. The slab
// under the skin is as thin as `thinnest`.
double wave_give(const BrickStack& stack, double wave, double thinnest) {
    constexpr double kGrowth = 0.1;  // with depth
    Face below{};
    bool is_held = true;
    double depth = 0.0;
    for (const FlatBrick& brick : stack) depth += brick.height;
    for (std::size_t b = stack.size(); b-- > 0;) {
        const double half = 0.5 * stack[b].height;
        for (const Isotropic& material : {stack[b].lower, stack[b].upper}) {
            depth -= half;
            const double wanted = thinnest + kGrowth * std::max(depth, 0.0);
            const int slabs = static_cast<int>(std::ceil(half / wanted));
            const Slab k = slab_stiffness(material, half / slabs, wave);
            for (int i = 0; i < slabs; ++i) {
                put_on(k, is_held, below);
                is_held = false;
            }
        }
        const double poisson = stack[b].poisson;
        below[0][0] += stack[b].tension_stiffness / (1.0 - poisson * poisson) * wave * wave;
    }
    return below[0][0] / (below[0][0] * below[1][1] - below[0][1] * below[1][0]);
}

// What the skin gives times the wave's number varies little with it: read from a table between.
class WaveGives {
  public:
    WaveGives(const BrickStack& stack, double last, double thinnest)
        : zero_(wave_give(stack, 1e-6 * kNumber, thinnest)) {
        for (double number = 1.0; number < last + kWide; number += number < kLow ? kNear : kWide) {
            number_.push_back(number);
            scaled_.push_back(number * wave_give(stack, number * kNumber, thinnest));
        }
    }
    double operator()(double number) const {
        if (number == 0.0) return zero_;
        const auto low = static_cast<std::size_t>((kLow - 1.0) / kNear);
        const auto i = number < kLow ? static_cast<std::size_t>((number - 1.0) / kNear)
                                     : low + static_cast<std::size_t>((number - kLow) / kWide);
        const double part = (number - number_[i]) / (number_[i + 1] - number_[i]);
        return (scaled_[i] + part * (scaled_[i + 1] - scaled_[i])) / number;
    }

  private:
    static constexpr double kNumber = 2.0 * det::kPi / kRepeats;  // of one wave in the square
    static constexpr double kLow = 25.0, kNear = 0.5, kWide = 4.0;
    double zero_;
    std::vector<double> number_, scaled_;
};

}  // namespace

Isotropic isotropic_mean(const Matrix6& stiffness) {
    const double shear = mean_shear(stiffness);
    const double bulk = (stiffness[0] + stiffness[7] + stiffness[14] +
                         2.0 * (stiffness[1] + stiffness[2] + stiffness[8])) /
                        9.0;
    return {9.0 * bulk * shear / (3.0 * bulk + shear),
            0.5 * (3.0 * bulk - 2.0 * shear) / (3.0 * bulk + shear)};
}

std::vector<double> corner_compliance(const BrickStack& stack, double cell, int count) {
    std::vector<BrickTerms> bricks;
    for (const FlatBrick& brick : stack) bricks.push_back(terms_of(brick, cell));
    const int across = static_cast<int>(kRepeats / cell + 0.5);
    DRYRUN_ASSERT(across % 2 == 0);
    const int last = across / 2;
    const auto wave = cosines(last, count, across);
    std::vector<double> compliance(at(count * count), 0.0);
    for (int m = 0; m <= last; ++m) {
        for (int n = 0; n <= m; ++n) {
            // Waves alike by mirror and turn; a wave of two bricks is its own mirror.
            const double often = (m % last == 0 ? 1.0 : 2.0) * (n % last == 0 ? 1.0 : 2.0);
            const double one = often * corner_give(bricks, 2.0 * det::kPi * m / across,
                                                   2.0 * det::kPi * n / across);
            for (int i = 0; i < count; ++i) {
                for (int j = 0; j < count; ++j) {
                    const double here = wave[at(m * count + i)] * wave[at(n * count + j)];
                    const double turned = wave[at(n * count + i)] * wave[at(m * count + j)];
                    compliance[at(i * count + j)] += one * (m == n ? here : here + turned);
                }
            }
        }
    }
    for (double& entry : compliance) entry /= across * across;
    return compliance;
}

std::vector<double> square_compliance(const BrickStack& stack, double side, int count) {
    // Waves shorter than a square change its mean by little: 0.2 % of its own give is left out.
    const int last = static_cast<int>(std::ceil(1.75 * kRepeats / side));
    const WaveGives gives(stack, std::sqrt(2.0) * last, 0.05 * side);
    std::vector<double> mean;  // of a wave over a square, twice, with its mirror
    for (int m = 0; m <= last; ++m) {
        const double half = det::kPi * m * side / kRepeats;
        const double over = m == 0 ? 1.0 : det::sin(half) / half;
        mean.push_back(over * over * (m == 0 ? 1.0 : 2.0) / kRepeats);
    }
    const auto wave = cosines(last, count, kRepeats / side);
    std::vector<double> along(at((last + 1) * count), 0.0);
    for (int m = 0; m <= last; ++m) {
        for (int n = 0; n <= last; ++n) {
            const double one =
                gives(std::sqrt(static_cast<double>(m * m + n * n))) * mean[at(m)] * mean[at(n)];
            for (int j = 0; j < count; ++j)
                along[at(m * count + j)] += one * wave[at(n * count + j)];
        }
    }
    std::vector<double> compliance(at(count * count), 0.0);
    for (int m = 0; m <= last; ++m)
        for (int i = 0; i < count; ++i)
            for (int j = 0; j < count; ++j)
                compliance[at(i * count + j)] += wave[at(m * count + i)] * along[at(m * count + j)];
    return compliance;
}

}  // namespace dryrun::softbody
