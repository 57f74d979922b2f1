// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "palpation/pinch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"
#include "palpation/skin_memory.h"

namespace dryrun::palpation {
namespace {

constexpr double kHalfWidth = 7.0;  // of the skin that a pad holds
constexpr double kStep = 2.0;       // at which it is looked at, about

std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

// Inward displacement of the skin at four patch points by the fold's load, memory and the rest.
double displacement_at(const tissue::Site& site, const SkinMemory& memory,
                       std::span<const double> background, double yield, const HeldFold& fold,
                       const Vec3& on_skin) {
    std::array<int, 4> points{};
    std::array<double, 4> weights{};
    if (!site.surface_weights(on_skin, points.data(), weights.data())) return 0.0;
    std::array<double, 4> moved{};
    add_remembered(site, memory, points, moved);
    double sum = 0.0;
    for (std::size_t k = 0; k < 4; ++k) {
        const auto row = site.surface_compliance_row(points[k]);
        double by_lift = 0.0;
        for (std::size_t i = 0; i < fold.points.size(); ++i)
            by_lift += fold.weights[i] * row[at(fold.points[i])];
        sum += weights[k] * (background[at(points[k])] + moved[k] - yield * fold.load_N * by_lift);
    }
    return sum;
}

// Shows the squeeze on the taxels that hold: the pad without its corners.
void show_squeeze(PadContact& pad) {
    pad.taxel_kPa.fill(0.0);
    std::array<bool, kTaxels> holds{};
    double area = 0.0;
    for (int t = 0; t < kTaxels; ++t) {
        const double u = (t % kTaxelsAcross - kTaxelsAcross / 2) * kTaxelSize;
        const double v = (t / kTaxelsAcross - kTaxelsAcross / 2) * kTaxelSize;
        holds[at(t)] = u * u + v * v <= kHalfWidth * kHalfWidth;
        if (holds[at(t)]) area += kTaxelSize * kTaxelSize;
    }
    const double kPa = 1000.0 * pad.squeeze_N / area;
    for (std::size_t t = 0; t < kTaxels; ++t) pad.taxel_kPa[t] = holds[t] ? kPa : 0.0;
    pad.peak_pressure_kPa = kPa;
    pad.contact_area_mm2 = kPa > 0.0 ? area : 0.0;
}

}  // namespace

double squeeze_for(double lift_N) {
    return lift_N / (2.0 * kSkinFriction);
}

bool lay_fold(const tissue::Site& site, std::span<const PadContact> pads, double yield,
              HeldFold& fold) {
    const Vec3 way = pads.back().centre - pads.front().centre;
    const double apart = length(way);
    const Vec3 across = normalised(way, pads.front().across);
    const Vec3 along = normalised(cross(pads.front().normal + pads.back().normal, across));
    const int steps = static_cast<int>((apart + 2.0 * kHalfWidth) / kStep + 0.5);
    std::vector<double> weights(at(site.surface_count()), 0.0);
    double count = 0.0;
    for (int i = 0; i <= steps; ++i) {
        const Vec3 middle =
            pads.front().centre + across * ((apart + 2.0 * kHalfWidth) * i / steps - kHalfWidth);
        for (double v = -kHalfWidth + 0.5 * kStep; v < kHalfWidth; v += kStep) {
            std::array<int, 4> points{};
            std::array<double, 4> shares{};
            if (!site.surface_weights(middle + along * v, points.data(), shares.data()))
                return false;
            for (std::size_t k = 0; k < 4; ++k) weights[at(points[k])] += shares[k];
            count += 1.0;
        }
    }
    fold.points.clear();
    fold.weights.clear();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] == 0.0) continue;
        fold.points.push_back(static_cast<int>(i));
        fold.weights.push_back(weights[i] / count);
    }
    double sum = 0.0;
    for (std::size_t j = 0; j < fold.points.size(); ++j) {
        const auto row = site.surface_compliance_row(fold.points[j]);
        for (std::size_t i = 0; i < fold.points.size(); ++i)
            sum += fold.weights[i] * fold.weights[j] * row[at(fold.points[i])];
    }
    fold.compliance = yield * sum;
    fold.moved.assign(fold.points.size(), 0.0);
    return true;
}

double resting_height(const tissue::Site& site, const SkinMemory& memory,
                      std::span<const double> background, HeldFold& fold) {
    std::vector<double>& moved = fold.moved;
    std::fill(moved.begin(), moved.end(), 0.0);
    add_remembered(site, memory, fold.points, moved);
    double inward = 0.0;
    for (std::size_t i = 0; i < fold.points.size(); ++i)
        inward += fold.weights[i] * (background[at(fold.points[i])] + moved[i]);
    return -inward;
}

namespace {

// Felt over linear: skin and fascia that are stretched give no more. None where the fold is as high
// as it can be.
struct Stretch {
    double growth = 1.0;
    double slope = 0.0;  // a mm of height
};
Stretch stretch_at(double height) {
    if (height <= 0.0) return {};
    constexpr double kMostShare = 0.98;
    const double share = std::min(height / kMostHeight, kMostShare);
    const double left = 1.0 - share * share * share;
    return {1.0 / left, 3.0 * share * share / (kMostHeight * left * left)};
}

}  // namespace

void lift_fold(const LiftDrive& drive, double resting, HeldFold& fold) {
    // height = before + (pull − lift(height)) / damping, lift = stiffness (height − resting)
    // growth.
    constexpr int kIterations = 4;
    const double stiffness = 1.0 / fold.compliance;
    const double before = fold.height;
    double height = before;
    for (int i = 0; i < kIterations; ++i) {
        const Stretch stretch = stretch_at(height);
        const double lift = stiffness * (height - resting) * stretch.growth;
        const double slope = stiffness * (stretch.growth + (height - resting) * stretch.slope);
        const double next = height + (drive.damping * (before - height) + drive.pull_N - lift) /
                                         (drive.damping + slope);
        height = det::clamp(next, before - drive.most_step, before + drive.most_step);
    }
    fold.height = height;
    carry(resting, fold);
}

void carry(double resting, HeldFold& fold) {
    fold.load_N = (fold.height - resting) / fold.compliance;
    fold.lift_N = fold.load_N * stretch_at(fold.height).growth;
}

void report_lift(const tissue::Site& site, const SkinMemory& memory,
                 std::span<const double> background, double yield, const HeldFold& fold,
                 PadContact& pad) {
    pad.force_N = -0.5 * fold.lift_N;
    pad.squeeze_N = squeeze_for(fold.lift_N > 0.0 ? fold.lift_N : 0.0);
    const Stretch stretch = stretch_at(fold.height);
    pad.stiffness_N_per_mm = 0.5 * (stretch.growth / fold.compliance + fold.load_N * stretch.slope);
    pad.indentation = displacement_at(site, memory, background, yield, fold, pad.centre);
    show_squeeze(pad);
}

}  // namespace dryrun::palpation
