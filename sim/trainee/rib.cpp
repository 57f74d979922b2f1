// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Finding the rib below the site: bone is harder than what lies between ribs, and ribs come every
// 26 mm. Presses in two columns down the back are fitted with a wave of that length; its crests are
// the ribs, the shift between the columns their slope.
#include <cmath>

#include "core/deterministic_math.h"
#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

constexpr double kPitch = 26.0;
constexpr double kColumns = 14.0;     // lateral distance of the second column
constexpr double kUsualSlope = 0.35;  // caudal over lateral, behind the angle of a rib
constexpr double kMostSlope = 0.9;
constexpr double kLeastTilt_deg = 46.5;
// The rib lies below the target by at least this.
constexpr double kLeastBelow = 4.0;
// Of the line off a rib's middle; half a rib's height is 6 to 7 mm.
constexpr double kOffMiddle = 3.0;
// In degrees off the wanted tilt, the rest as much.
constexpr double kFarthestCost = 20.0;

// Offset of the nearest crest of the wave of pitch kPitch in samples (x, y), −half to half a pitch.
double crest_of(const std::vector<std::pair<double, double>>& samples) {
    double n = 0.0;
    double sx = 0.0;
    double sy = 0.0;
    double sxx = 0.0;
    double sxy = 0.0;
    for (const auto& [x, y] : samples) {
        n += 1.0;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    const double spread = sxx - sx * sx / n;
    const double trend = spread > 0.0 ? (sxy - sx * sy / n) / spread : 0.0;
    double cosine = 0.0;
    double sine = 0.0;
    for (const auto& [x, y] : samples) {
        const double rest = y - sy / n - trend * (x - sx / n);
        const double angle = 2.0 * det::kPi * x / kPitch;
        cosine += rest * det::cos(angle);
        sine += rest * det::sin(angle);
    }
    return kPitch / (2.0 * det::kPi) * det::atan2(sine, cosine);
}

double nearest_turn(double offset) {
    return offset - kPitch * std::floor(offset / kPitch + 0.5);
}

}  // namespace

void ScriptedTrainee::feel_for_rib() {
    // Places are caudal and lateral of the mark here.
    auto felt = std::make_shared<std::vector<std::pair<MapPlace, double>>>();
    const int rows = static_cast<int>(std::floor(0.75 * kPitch / profile_.rib_spacing));
    for (const double lateral : {0.0, -kColumns}) {
        for (int row = -rows; row <= rows; ++row) {
            const double caudal = row * profile_.rib_spacing;
            const Vec3 at = mark_.at + mark_.caudal * caudal - mark_.medial * lateral;
            press(at, search_order(), [this, felt](const Felt& spot) {
                const Vec3 off = spot.at - mark_.at;
                felt->push_back(
                    {{dot(off, mark_.caudal), -dot(off, mark_.medial)}, spot.stiffness_N_per_mm});
            });
        }
    }
    script_.decide([this, felt](const session::Percepts&) { judge_rib(*felt); });
}

void ScriptedTrainee::judge_rib(const std::vector<std::pair<MapPlace, double>>& felt) {
    std::vector<std::pair<double, double>> columns[2];
    for (const auto& [place, stiffness] : felt) {
        if (stiffness <= 0.0) return;
        columns[place.across < -0.5 * kColumns ? 1 : 0].emplace_back(place.along, stiffness);
    }
    if (columns[0].size() < 4 || columns[1].size() < 4) return;
    ribs_.is_felt = true;
    ribs_.centre = crest_of(columns[0]);
    const double usual = crest_of(columns[1]) - (ribs_.centre - kUsualSlope * kColumns);
    // The second column is medial; its crest says how the slope differs from the usual one.
    ribs_.slope = det::clamp(kUsualSlope - 0.5 * nearest_turn(usual) / kColumns, 0.0, kMostSlope);
}

std::vector<ScriptedTrainee::Aim> ScriptedTrainee::aims(double wanted_tilt_deg) const {
    const double below = std::fmax(bone_depth_ - target_depth_, kLeastBelow);
    const double straight = below * det::tan(det::radians(wanted_tilt_deg));
    if (!ribs_.is_felt) return {{mark_.caudal * straight, mark_.caudal * straight}};
    const auto at = [this](double lateral, double caudal) {
        return mark_.caudal * caudal - mark_.medial * lateral;
    };
    std::vector<Aim> aims;
    for (int rib = -1; rib <= 1; ++rib) {
        Aim best;
        double least_cost = kFarthestCost;
        for (double lateral = -10.0; lateral <= 10.0; lateral += 1.0) {
            const double middle = ribs_.centre + ribs_.slope * lateral + rib * kPitch;
            for (double off = -kOffMiddle; off <= kOffMiddle; off += 1.0) {
                const double caudal = middle + off;
                const double away = std::sqrt(lateral * lateral + caudal * caudal);
                const double tilt_deg = det::degrees(det::atan2(away, below));
                if (tilt_deg < kLeastTilt_deg) continue;
                // Sideways are scapula and spine; off the rib's middle is nearer the gap.
                const double cost = std::fabs(tilt_deg - wanted_tilt_deg) +
                                    0.5 * std::fabs(lateral) + std::fabs(off);
                if (cost >= least_cost) continue;
                least_cost = cost;
                best = {at(lateral, caudal), at(lateral, middle)};
            }
        }
        if (least_cost < kFarthestCost) aims.push_back(best);
    }
    if (aims.empty()) aims.push_back({mark_.caudal * straight, mark_.caudal * straight});
    return aims;
}

}  // namespace dryrun::trainee
