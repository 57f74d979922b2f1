// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "palpation/contact.h"

#include <cmath>
#include <cstddef>

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

// One iteration's linear system over the taxels that touch.
struct Contact {
    std::array<int, kTaxels> taxel{};
    std::size_t count = 0;
    TaxelValues residual{};
    TaxelValues softness{};
};

Contact linearise(const PadGeometry& geometry, const TaxelValues& background,
                  const PadSolution& solution) {
    TaxelValues displacement = background;
    for (int j = 0; j < kTaxels; ++j) {
        const double force = solution.taxel_N[at(j)];
        if (force == 0.0) continue;
        const double* row = geometry.compliance.data() + at(j) * at(kTaxels);
        for (std::size_t i = 0; i < kTaxels; ++i) displacement[i] += force * row[i];
    }
    Contact contact;
    for (int t = 0; t < kTaxels; ++t) {
        const double overlap = solution.depth - geometry.gap[at(t)] - displacement[at(t)];
        if (overlap <= 0.0) continue;
        const PadPressure pad = pad_pressure(overlap);
        const double slope = kTaxelArea * pad.slope;
        const std::size_t k = contact.count++;
        contact.taxel[k] = t;
        contact.softness[k] = 1.0 / slope;
        contact.residual[k] = (kTaxelArea * pad.pressure - solution.taxel_N[at(t)]) / slope;
    }
    return contact;
}

void assemble(const PadGeometry& geometry, const Contact& contact,
              std::array<double, kTaxels * kTaxels>& matrix) {
    const std::size_t n = contact.count;
    for (std::size_t i = 0; i < n; ++i) {
        const double* row = geometry.compliance.data() + at(contact.taxel[i]) * at(kTaxels);
        for (std::size_t j = i; j < n; ++j) matrix[i * n + j] = row[at(contact.taxel[j])];
        matrix[i * n + i] += contact.softness[i];
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

void condense_taxels(std::span<const double> point_compliance, PadGeometry& geometry) {
    const std::size_t points = geometry.points.size();
    DRYRUN_ASSERT(point_compliance.size() == points * points);
    std::vector<double> by_taxel(points * at(kTaxels));
    for (std::size_t p = 0; p < points; ++p) {
        const double* row = point_compliance.data() + p * points;
        for (std::size_t t = 0; t < kTaxels; ++t) {
            const TaxelWeights& w = geometry.taxels[t];
            by_taxel[p * at(kTaxels) + t] =
                w.weight[0] * row[at(w.point[0])] + w.weight[1] * row[at(w.point[1])] +
                w.weight[2] * row[at(w.point[2])] + w.weight[3] * row[at(w.point[3])];
        }
    }
    geometry.compliance.assign(at(kTaxels) * at(kTaxels), 0.0);
    for (std::size_t s = 0; s < kTaxels; ++s) {
        double* out = geometry.compliance.data() + s * at(kTaxels);
        for (std::size_t k = 0; k < 4; ++k) {
            const double weight = geometry.taxels[s].weight[k];
            const double* row = by_taxel.data() + at(geometry.taxels[s].point[k]) * at(kTaxels);
            for (std::size_t t = 0; t < kTaxels; ++t) out[t] += weight * row[t];
        }
    }
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

void solve_pad(const PadGeometry& geometry, const TaxelValues& background, const PadDrive& drive,
               int iterations, PadSolution& solution) {
    std::array<double, kTaxels * kTaxels> matrix;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        const Contact contact = linearise(geometry, background, solution);
        const std::size_t n = contact.count;
        assemble(geometry, contact, matrix);
        TaxelValues balance = contact.residual;  // change at unchanged depth
        TaxelValues by_depth{};                  // and for a millimetre deeper
        for (std::size_t i = 0; i < n; ++i) by_depth[i] = 1.0;
        // Taxels that have come off load nothing from now on.
        TaxelValues next{};
        for (std::size_t i = 0; i < n; ++i) {
            next[at(contact.taxel[i])] = solution.taxel_N[at(contact.taxel[i])];
        }
        for (int t = 0; t < kTaxels; ++t) {
            const double lost = solution.taxel_N[at(t)] - next[at(t)];
            if (lost == 0.0) continue;
            const double* row = geometry.compliance.data() + at(t) * at(kTaxels);
            for (std::size_t i = 0; i < n; ++i) balance[i] += lost * row[at(contact.taxel[i])];
        }
        if (n > 0) {
            const bool is_positive =
                softbody::factor_spd({matrix.data(), n * n}, static_cast<int>(n));
            DRYRUN_ASSERT(is_positive);
            softbody::solve_spd({matrix.data(), n * n}, static_cast<int>(n), {balance.data(), n});
            softbody::solve_spd({matrix.data(), n * n}, static_cast<int>(n), {by_depth.data(), n});
        }
        double force = 0.0;
        double slope = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            force += next[at(contact.taxel[i])] + balance[i];
            slope += by_depth[i];
        }
        const double depth = new_depth(drive, solution.depth, force, slope);
        const double deeper = depth - solution.depth;
        solution.largest_change_N = 0.0;
        solution.force_N = 0.0;
        double centre_yields = 0.0;
        const double* centre = geometry.compliance.data() + at(kCentre) * at(kTaxels);
        for (std::size_t i = 0; i < n; ++i) {
            const auto t = at(contact.taxel[i]);
            const double changed = next[t] + balance[i] + deeper * by_depth[i];
            next[t] = changed > 0.0 ? changed : 0.0;
            solution.force_N += next[t];
            centre_yields += centre[t] * by_depth[i];
        }
        for (std::size_t t = 0; t < kTaxels; ++t) {
            const double change = std::fabs(next[t] - solution.taxel_N[t]);
            if (change > solution.largest_change_N) solution.largest_change_N = change;
        }
        solution.taxel_N = next;
        solution.depth = depth;
        solution.stiffness_N_per_mm = centre_yields > 0.0 ? slope / centre_yields : 0.0;
        if (solution.largest_change_N < kSettled) break;
    }
}

double skin_displacement(const PadGeometry& geometry, const TaxelValues& taxel_N, int taxel) {
    const double* row = geometry.compliance.data() + at(taxel) * at(kTaxels);
    double sum = 0.0;
    for (std::size_t t = 0; t < kTaxels; ++t) sum += row[t] * taxel_N[t];
    return sum;
}

}  // namespace dryrun::palpation
