// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The spine as a chain: each vertebra's height and its share of kyphosis and lordosis are rows of
// the table; the chain is then turned about S1 so that T1 stands over it as in the reference,
// because people with other curves balance by turning the pelvis (Roussouly and Pinheiro-Franco
// 2011).
#include <cmath>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

Frame leaning_frame(const Vec3& origin, double tilt_deg) {
    const double s = det::sin(det::radians(tilt_deg));
    const double c = det::cos(det::radians(tilt_deg));
    return {origin, {1.0, 0.0, 0.0}, {0.0, c, -s}, {0.0, s, c}};
}

// Centres from S1 (origin) upwards, index 0 is C1.
std::vector<Vec3> chain(const SkeletonTable& table, const Individual& individual,
                        const std::vector<double>& tilts_deg) {
    std::vector<Vec3> centres(tilts_deg.size());
    Vec3 at;
    for (int level = kSacralLevel - 1; level >= kFirstLevel; --level) {
        const auto i = static_cast<std::size_t>(level - kFirstLevel);
        const double half = 0.5 * spine_row(table, individual, "spacing_mm", level);
        // The disc below leans between its neighbours, and is about a quarter of the lower half.
        const double below_deg = 0.75 * tilts_deg[i] + 0.25 * tilts_deg[i + 1];
        at += leaning_frame({}, below_deg).z_axis * half;
        centres[i] = at;
        at += leaning_frame({}, tilts_deg[i]).z_axis * half;
    }
    return centres;
}

}  // namespace

std::vector<double> spine_tilts_deg(const SkeletonTable& table, const Individual& individual) {
    const double kyphosis_deg = individual.kyphosis_deg;
    const double lordosis_deg = individual.lordosis_deg;
    const Profiles& rows = table.spine;
    std::vector<double> tilts;
    for (int level = kFirstLevel; level <= kSacralLevel; ++level) {
        const double t12 = lordosis_deg;  // S1 is level for now
        double tilt = t12 - lordosis_deg * rows.at("lordosis_share")(level);
        tilt -= kyphosis_deg * (1.0 - rows.at("kyphosis_share")(level));
        if (level < kFirstThoracicLevel) {
            tilt += rows.at("neck_upright_deg")(level) -
                    individual.neck_flexion_deg * rows.at("neck_flexion_share")(level);
        }
        tilts.push_back(tilt);
    }
    const Vec3 t1 = chain(table, individual, tilts)[kFirstThoracicLevel - kFirstLevel];
    const double turn = table.lean_deg - det::degrees(det::atan2(t1.y, t1.z));
    for (double& tilt : tilts) tilt += turn;
    return tilts;
}

std::vector<Vertebra> make_spine(const SkeletonTable& table, const Individual& individual) {
    const std::vector<double> tilts = spine_tilts_deg(table, individual);
    const std::vector<Vec3> centres = chain(table, individual, tilts);
    std::vector<Vertebra> spine;
    for (int level = kFirstLevel; level <= kSacralLevel; ++level) {
        const auto i = static_cast<std::size_t>(level - kFirstLevel);
        const auto row = [&](const char* name) {
            return spine_row(table, individual, name, level);
        };
        Vertebra vertebra;
        vertebra.name = level_name(level);
        vertebra.frame = leaning_frame(centres[i], tilts[i]);
        vertebra.body_width = row("body_width_mm");
        vertebra.body_depth = row("body_depth_mm");
        vertebra.body_height = row("spacing_mm") - row("disc_mm");
        vertebra.canal_half_width = row("canal_half_width_mm");
        vertebra.canal_half_depth = row("canal_half_depth_mm");
        const auto at = [&](double x, double back, double up) {
            return vertebra.frame.to_parent({x, back, up});
        };
        const double lamina = row("lamina_back_mm");
        const double spinous =
            lamina + (row("spinous_back_mm") - lamina) * individual.spinous_length;
        vertebra.spinous_tip = at(0.0, spinous, -row("spinous_down_mm"));
        const double out = row("transverse_out_mm");
        const double back = row("transverse_back_mm");
        const double up = row("transverse_up_mm");
        vertebra.transverse_left = at(out, back, up);
        vertebra.transverse_right = at(-out, back, up);
        vertebra.lamina_left = at(9.0, lamina, row("lamina_up_mm"));
        vertebra.lamina_right = at(-9.0, lamina, row("lamina_up_mm"));
        vertebra.canal = at(0.0, 0.5 * vertebra.body_depth + vertebra.canal_half_depth - 0.5, 0.0);
        spine.push_back(vertebra);
    }
    // The sacrum is given by its landmarks, which turn with its endplate.
    Vertebra& sacrum = spine.back();
    const Frame turned = leaning_frame({}, tilts.back() + table.sacral_slope_deg);
    for (const auto& [name, at] : table.pelvis) {
        if (name == "spinous.S1") sacrum.spinous_tip = turned.to_parent(at);
        if (name != "transverse.S1") continue;
        const double out = at.x * individual.pelvis_width;
        sacrum.transverse_left = turned.to_parent({out, at.y, at.z});
        sacrum.transverse_right = turned.to_parent({-out, at.y, at.z});
    }
    return spine;
}

}  // namespace dryrun::anatomy
