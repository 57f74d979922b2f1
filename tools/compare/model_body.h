// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body that the models' own points describe, as far as it says where no muscle can lie: their
// ribs, the skin on them, the crest of their pelvis. A straight line between two points of bone
// that runs inside these is contradicted by its own model, whatever the atlas has there.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "reference.h"

namespace dryrun::compare {

enum class Obstacle {
    None,
    Ribs,    ///< in the models' ribs, or in the chest
    Skin,    ///< outside the models' skin, or nearer to it than skin and fat are thick
    Pelvis,  ///< below the crest of the pelvis that they were measured on
    Muscle,  ///< under the models' own line of a muscle that lies deeper in people
    Bone,    ///< in or before another bone of the atlas
    Chord,   ///< short of the same line drawn tight over the models' ribs and deeper lines
};
inline constexpr std::size_t kObstacles = 7;
std::string_view name_of(Obstacle obstacle);

/// Inferior and superior angle and the tip of the acromion.
using ScapulaPoints = std::array<Vec3, 3>;
std::optional<ScapulaPoints> scapula_points(const Reference& reference, bool is_left);

/// A point on the scapula carried over from where the models have that bone to where it is, as far
/// from its plane; one medial of the blade rests on the chest and stays.
Vec3 carried_with_scapula(const Vec3& at, const ScapulaPoints& from, const ScapulaPoints& to);
/// The same for a point on a rib, by its share of the rib's length.
Vec3 carried_with_rib(const Vec3& at, const std::vector<Vec3>& from, const std::vector<Vec3>& to);

/// The line drawn tight from end to end over what pushes it out: `pushed` at equal steps along a
/// straight one, the first and last half a step from its ends, which stay where they are.
std::vector<double> drawn_tight(const std::vector<double>& pushed);

class ModelBody {
  public:
    explicit ModelBody(const Reference& reference);

    /// What of the models' own body keeps the path's muscle further than `beside` from a place of
    /// the path; `outwards` is square to the skin there, which no muscle comes nearer to than
    /// `under_skin`.
    Obstacle obstacle_at(const FasciclePath& path, const Vec3& at, const Vec3& outwards,
                         double under_skin, double beside) const;

    /// By how much, outwards, the models' own ribs and their lines of deeper muscles push the
    /// path's muscle away from a place of the path; nothing where it can lie there.
    double pushed_out(const FasciclePath& path, const Vec3& at, const Vec3& outwards) const;

    /// Whether the path's muscle is a sheet stretched over what lies deeper; others are masses that
    /// fascicles cross from bone to bone.
    static bool is_stretched_sheet(const FasciclePath& path);
    /// Whether the path's muscle lies behind the spine, the sacrum and the hip bones everywhere.
    static bool lies_behind_bones(const FasciclePath& path);

    /// How far the place lies outside the outer face of the nearest rib, negative within and before
    /// it; none where no rib is near.
    std::optional<double> outside_ribs(const Vec3& at) const;
    /// How far behind it the models' skin lies; none beside the profiles.
    std::optional<double> skin_behind(const Vec3& at) const;

  private:
    std::optional<double> crest_height(double x) const;
    std::optional<double> skin_in_profile(double z, double x) const;

    struct LinePlace {
        Vec3 at;
        int layer = 0;
        double radius = 0.0;  ///< of the fascicle about its line
    };
    double under_deeper(const FasciclePath& path, const Vec3& at, const Vec3& outwards) const;

    const Reference& reference_;
    std::vector<LinePlace> lines_;  ///< places of all paths of which the layer is known
};

}  // namespace dryrun::compare
