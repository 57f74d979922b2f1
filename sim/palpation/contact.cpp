// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "palpation/contact.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "softbody/dense_spd.h"

namespace dryrun::palpation {
namespace {

constexpr double kLayerGrowth = 1.5;      // a, 1/mm
constexpr double kLayerStiffness = 0.15;  // b, N/mm
constexpr double kRim = 4.0;              // c, 1/mm
constexpr double kMostOverlap = 5.0;      // mm, beyond which the law is not evaluated
constexpr double kSettled = 1e-6;         // N, of a taxel: no further iteration
constexpr int kCentre = kTaxels / 2;

std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

TaxelValues displacement_of(const PadGeometry& geometry, const TaxelValues& background,
                            const TaxelValues& load_N) {
    TaxelValues displacement = background;
    for (std::size_t j = 0; j < kTaxels; ++j) {
        if (load_N[j] == 0.0) continue;
        const double* row = geometry.compliance.data() + j * at(kTaxels);
        for (std::size_t i = 0; i < kTaxels; ++i) displacement[i] += load_N[j] * row[i];
    }
    return displacement;
}

// One iteration's linear system over the taxels that touch, in changes of the equivalent load q
// and of the pad's depth: (1/a + K) dq = rest + drive · d(depth).
struct Contact {
    std::array<std::size_t, kTaxels> taxel{};
    std::size_t count = 0;
    TaxelValues felt{};      // at the present displacement
    TaxelValues pad{};       // slope of the felt load over compression of the pad
    TaxelValues softness{};  // 1/a
    TaxelValues rest{};
    TaxelValues drive{};
};

Contact linearise(const PadGeometry& geometry, const TaxelValues& displacement,
                  const PadSolution& solution) {
    Contact contact;
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const double overlap = solution.depth - geometry.gap[t] - displacement[t];
        if (overlap <= 0.0) continue;
        const PadPressure pad = pad_pressure(overlap);
        const LinearShare share = linear_share(displacement[t], geometry.under[t]);
        const std::size_t k = contact.count++;
        contact.taxel[k] = t;
        contact.felt[k] = kTaxelArea * pad.pressure;
        contact.pad[k] = kTaxelArea * pad.slope;
        // q = felt · share; both fall as the skin is pressed further from a pad that stays.
        const double slope = contact.pad[k] * share.value - contact.felt[k] * share.slope;
        contact.softness[k] = 1.0 / slope;
        contact.rest[k] = (contact.felt[k] * share.value - solution.load_N[t]) / slope;
        contact.drive[k] = contact.pad[k] * share.value / slope;
    }
    return contact;
}

constexpr std::size_t kMostInRow = softbody::row_of_pair(kTaxels);
using RowValues = std::array<double, kMostInRow>;
using ContactMatrix = std::array<double, kTaxels * kMostInRow>;

// With the change of load at unchanged depth and that for a millimetre deeper as what is sought.
void assemble(const PadGeometry& geometry, const Contact& contact, ContactMatrix& matrix) {
    const std::size_t n = contact.count;
    const std::size_t stride = softbody::row_of_pair(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double* row = geometry.compliance.data() + contact.taxel[i] * at(kTaxels);
        double* out = matrix.data() + i * stride;
        std::fill_n(out, i, 0.0);
        if (n == at(kTaxels)) {
            std::copy(row + i, row + n, out + i);
        } else {
            for (std::size_t j = i; j < n; ++j) out[j] = row[contact.taxel[j]];
        }
        out[i] += contact.softness[i];
        out[n] = contact.rest[i];
        out[n + 1] = contact.drive[i];
        std::fill(out + n + 2, out + stride, 0.0);
    }
}

// Depth after this iteration, from the force at unchanged depth and its slope.
double new_depth(const PadDrive& drive, double depth, double force, double slope) {
    const double missing = drive.press_N - force;
    double next = depth;
    if (drive.damping > 0.0) {
        // depth = before + (press − force(depth)) / damping.
        next = depth +
               (drive.damping * (drive.depth_before - depth) + missing) / (drive.damping + slope);
    } else if (slope > 0.0) {
        next = depth + missing / slope;
    }
    return det::clamp(next, drive.depth_before - drive.most_step,
                      drive.depth_before + drive.most_step);
}

}  // namespace

namespace {

// What is known point by point, as the taxels' weights have it.
void condense(std::span<const double> by_points, PadGeometry& geometry, std::vector<double>& out) {
    const std::size_t points = geometry.points.size();
    DRYRUN_ASSERT(by_points.size() == points * points);
    std::vector<double>& by_taxel = geometry.by_taxel;
    by_taxel.resize(points * at(kTaxels));
    for (std::size_t p = 0; p < points; ++p) {
        const double* row = by_points.data() + p * points;
        for (std::size_t t = 0; t < kTaxels; ++t) {
            const TaxelWeights& w = geometry.taxels[t];
            by_taxel[p * at(kTaxels) + t] =
                w.weight[0] * row[at(w.point[0])] + w.weight[1] * row[at(w.point[1])] +
                w.weight[2] * row[at(w.point[2])] + w.weight[3] * row[at(w.point[3])];
        }
    }
    out.assign(at(kTaxels) * at(kTaxels), 0.0);
    for (std::size_t s = 0; s < kTaxels; ++s) {
        double* to = out.data() + s * at(kTaxels);
        for (std::size_t k = 0; k < 4; ++k) {
            const double weight = geometry.taxels[s].weight[k];
            const double* row = by_taxel.data() + at(geometry.taxels[s].point[k]) * at(kTaxels);
            for (std::size_t t = 0; t < kTaxels; ++t) to[t] += weight * row[t];
        }
    }
}

}  // namespace

void condense_taxels(std::span<const double> point_compliance, PadGeometry& geometry) {
    condense(point_compliance, geometry, geometry.compliance);
    geometry.near.clear();
}

namespace {

// A block that gives less than this share of what flat layers would is not layered like them: bone
// is nearer than where the layers were looked at, or the skin curves away. A flat block gives 0.9,
// soft places of the back 0.8 to 0.95; over ribs it is 0.6, on the scapula's spine 0.05.
constexpr double kLayeredAlike = 0.75;

// How much of the correction belongs on this place. `geometry.near` holds what flat layers' bricks
// would give.
double share_of_near_field(double yield, const PadGeometry& geometry) {
    double block = 0.0;
    double flat = 0.0;
    for (std::size_t t = 0; t < kTaxels; ++t) {
        block += geometry.compliance[t * at(kTaxels) + t];
        flat += yield * geometry.near[t * at(kTaxels) + t];
    }
    return flat > 0.0 ? det::clamp(block / (kLayeredAlike * flat), 0.0, 1.0) : 0.0;
}

bool is_positive_definite(const std::vector<double>& compliance) {
    std::array<double, kTaxels * kTaxels> matrix;
    std::copy(compliance.begin(), compliance.end(), matrix.begin());
    return softbody::factor_spd(matrix, kTaxels);
}

// Adds the near field, or as much of it as leaves skin that goes in where it is pressed: halved
// until it does. Without it the block's own compliance is left, which does.
void put_on(PadGeometry& geometry) {
    std::vector<double>& by_bricks = geometry.point_compliance;  // no longer needed
    by_bricks.assign(geometry.compliance.begin(), geometry.compliance.end());
    for (int halving = 0; halving < 4; ++halving) {
        for (std::size_t i = 0; i < by_bricks.size(); ++i)
            geometry.compliance[i] = by_bricks[i] + geometry.near[i];
        if (is_positive_definite(geometry.compliance)) return;
        for (double& near : geometry.near) near *= 0.5;
    }
    std::fill(geometry.near.begin(), geometry.near.end(), 0.0);
    geometry.compliance.assign(by_bricks.begin(), by_bricks.end());
}

}  // namespace

void add_near_field(const tissue::NearField& field,
                    const std::function<std::array<int, 2>(int point)>& place, double yield,
                    PadGeometry& geometry) {
    static_assert(tissue::NearField::kSquares == kTaxelsAcross);
    static_assert(tissue::NearField::kSide == kTaxelSize);
    const std::size_t points = geometry.points.size();
    std::vector<double>& bricks = geometry.point_compliance;
    bricks.resize(points * points);
    for (std::size_t i = 0; i < points; ++i) {
        const auto here = place(geometry.points[i]);
        for (std::size_t j = 0; j < points; ++j) {
            const auto there = place(geometry.points[j]);
            bricks[i * points + j] =
                field.of_bricks(std::abs(there[0] - here[0]), std::abs(there[1] - here[1]));
        }
    }
    condense(bricks, geometry, geometry.near);
    const double share = share_of_near_field(yield, geometry);
    for (int s = 0; s < kTaxels; ++s) {
        for (int t = 0; t < kTaxels; ++t) {
            const double squares =
                field.of_squares(std::abs(t % kTaxelsAcross - s % kTaxelsAcross),
                                 std::abs(t / kTaxelsAcross - s / kTaxelsAcross));
            double& near = geometry.near[at(s * kTaxels + t)];
            near = share * yield * (squares - near);
        }
    }
    put_on(geometry);
}

PadPressure pad_pressure(double overlap) {
    if (overlap <= 0.0) return {};
    constexpr double kScale = kLayerStiffness / (2.0 * det::kPi * kPadRadius);
    const double held = overlap < kMostOverlap ? overlap : kMostOverlap;
    const double grown = det::exp(kLayerGrowth * held);
    const double rim = det::exp(-kRim * held);
    const double slope = kScale * (kLayerGrowth * grown + kRim * rim);
    return {kScale * (grown - rim) + slope * (overlap - held), slope};
}

namespace {

// The part of `load_N` on taxels that still touch; what the others carried is unloaded now.
TaxelValues drop_lost_taxels(const PadGeometry& geometry, Contact& contact,
                             const TaxelValues& load_N) {
    TaxelValues kept{};
    for (std::size_t i = 0; i < contact.count; ++i) {
        kept[contact.taxel[i]] = load_N[contact.taxel[i]];
    }
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const double lost = load_N[t] - kept[t];
        if (lost == 0.0) continue;
        const double* row = geometry.compliance.data() + t * at(kTaxels);
        for (std::size_t i = 0; i < contact.count; ++i) {
            contact.rest[i] += lost * row[contact.taxel[i]];
        }
    }
    return kept;
}

void iterate(const PadGeometry& geometry, const PadDrive& drive, Contact& contact,
             PadSolution& solution) {
    ContactMatrix matrix;
    const std::size_t n = contact.count;
    TaxelValues next = drop_lost_taxels(geometry, contact, solution.load_N);
    RowValues balance;   // change of load at unchanged depth
    RowValues by_depth;  // and for a millimetre deeper
    if (n > 0) {
        assemble(geometry, contact, matrix);
        const std::span<double> used(matrix.data(), n * softbody::row_of_pair(n));
        const bool is_positive =
            softbody::solve_spd_pair(used, static_cast<int>(n), balance, by_depth);
        DRYRUN_ASSERT(is_positive);
    }
    double force = 0.0;
    double slope = 0.0;
    double centre_yields = 0.0;
    const double* centre = geometry.compliance.data() + at(kCentre) * at(kTaxels);
    for (std::size_t i = 0; i < n; ++i) {
        const double pressed_in = contact.rest[i] - contact.softness[i] * balance[i];
        const double by_depth_in = contact.drive[i] - contact.softness[i] * by_depth[i];
        force += contact.felt[i] - contact.pad[i] * pressed_in;
        slope += contact.pad[i] * (1.0 - by_depth_in);
        centre_yields += centre[contact.taxel[i]] * by_depth[i];
    }
    const double depth = new_depth(drive, solution.depth, force, slope);
    const double deeper = depth - solution.depth;
    solution.largest_change_N = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t t = contact.taxel[i];
        const double changed = next[t] + balance[i] + deeper * by_depth[i];
        next[t] = changed > 0.0 ? changed : 0.0;
    }
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const double change = std::fabs(next[t] - solution.load_N[t]);
        if (change > solution.largest_change_N) solution.largest_change_N = change;
    }
    solution.load_N = next;
    solution.depth = depth;
    solution.stiffness_N_per_mm = centre_yields > 0.0 ? slope / centre_yields : 0.0;
}

}  // namespace

void solve_pad(const PadGeometry& geometry, const TaxelValues& background, const PadDrive& drive,
               int iterations, PadSolution& solution) {
    TaxelValues displacement = displacement_of(geometry, background, solution.load_N);
    for (int iteration = 0; iteration < iterations; ++iteration) {
        Contact contact = linearise(geometry, displacement, solution);
        iterate(geometry, drive, contact, solution);
        displacement = displacement_of(geometry, background, solution.load_N);
        if (solution.largest_change_N < kSettled) break;
    }
    solution.displacement = displacement;
    solution.force_N = 0.0;
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const LinearShare share = linear_share(displacement[t], geometry.under[t]);
        solution.taxel_N[t] = solution.load_N[t] / share.value;
        solution.force_N += solution.taxel_N[t];
    }
}

double skin_displacement(const PadGeometry& geometry, const TaxelValues& load_N, int taxel) {
    const double* row = geometry.compliance.data() + at(taxel) * at(kTaxels);
    double sum = 0.0;
    for (std::size_t t = 0; t < kTaxels; ++t) sum += row[t] * load_N[t];
    return sum;
}

}  // namespace dryrun::palpation
