// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Puts pelvis, shoulders and skull on a skeleton: both sides, landmarks, and their growth.
#include "anatomy/pelvis_shoulder_skull.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "anatomy/skeleton_parts.h"

namespace dryrun::anatomy {
namespace {

using anatomy::mirrored;  // beside this one
PointNet mirrored(PointNet rows) {
    for (auto& row : rows) row = mirrored(std::move(row));
    return rows;
}

Ilium right_of(Ilium ilium) {
    ilium.name = "ilium.right";
    ilium.is_left = false;
    for (auto* line : {&ilium.crest, &ilium.posterior_gluteal_line, &ilium.anterior_gluteal_line,
                       &ilium.inferior_gluteal_line}) {
        *line = mirrored(std::move(*line));
    }
    ilium.highest = mirrored(ilium.highest);
    ilium.posterior_superior_spine = mirrored(ilium.posterior_superior_spine);
    ilium.posterior_inferior_spine = mirrored(ilium.posterior_inferior_spine);
    ilium.sciatic_notch = mirrored(ilium.sciatic_notch);
    ilium.gluteal_surface = mirrored(std::move(ilium.gluteal_surface));
    ilium.gluteal_outward = mirrored(std::move(ilium.gluteal_outward));
    return ilium;
}

Clavicle right_of(Clavicle clavicle) {
    clavicle.name = "clavicle.right";
    clavicle.is_left = false;
    for (auto* line :
         {&clavicle.line, &clavicle.up, &clavicle.upper_surface, &clavicle.posterior_border}) {
        *line = mirrored(std::move(*line));
    }
    return clavicle;
}

Humerus right_of(Humerus humerus) {
    humerus.name = "humerus.right";
    humerus.is_left = false;
    Frame& frame = humerus.frame;
    frame = {mirrored(frame.origin), mirrored(frame.x_axis), mirrored(frame.y_axis),
             mirrored(frame.z_axis)};
    for (Vec3* at : {&humerus.greater_tubercle, &humerus.superior_facet, &humerus.middle_facet,
                     &humerus.inferior_facet, &humerus.lesser_tubercle}) {
        *at = mirrored(*at);
    }
    for (auto* line : {&humerus.bicipital_groove, &humerus.medial_lip, &humerus.shaft})
        *line = mirrored(std::move(*line));
    return humerus;
}

void grow(Vec3& at, double factor) {
    at = at * factor;
}
void grow(double& length, double factor) {
    length *= factor;
}
template <class T>
void grow(std::vector<T>& values, double factor) {
    for (T& value : values) grow(value, factor);
}
template <class... Parts>
void grow_all(double factor, Parts&... parts) {
    (grow(parts, factor), ...);
}

void grow(Ilium& ilium, double factor) {
    grow_all(factor, ilium.crest, ilium.posterior_gluteal_line, ilium.anterior_gluteal_line,
             ilium.inferior_gluteal_line, ilium.highest, ilium.posterior_superior_spine,
             ilium.posterior_inferior_spine, ilium.sciatic_notch, ilium.gluteal_surface);
}

void grow(Clavicle& clavicle, double factor) {
    grow_all(factor, clavicle.line, clavicle.half_height, clavicle.half_depth,
             clavicle.upper_surface, clavicle.posterior_border);
}

void grow(Humerus& humerus, double factor) {
    grow_all(factor, humerus.frame.origin, humerus.head_radius, humerus.greater_tubercle,
             humerus.superior_facet, humerus.middle_facet, humerus.inferior_facet,
             humerus.lesser_tubercle, humerus.bicipital_groove, humerus.medial_lip, humerus.shaft);
}

template <class Whole, class Less>
const Vec3& extreme(const Whole& points, Less less) {
    return *std::max_element(points.begin(), points.end(), less);
}

void add_pelvis(Skeleton& skeleton, const SkeletonTable& table, const Individual& individual) {
    const Vertebra& s1 = skeleton.vertebrae.back();
    SacrumAndBone sacrum = make_sacrum(table, individual, s1);
    const Sacrum& lines = sacrum.sacrum;
    constexpr const char* kTubercles[] = {"S1", "S2", "S3", "S4"};
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t at = i * (lines.median_crest.size() - 1) / 3;
        skeleton.landmarks.emplace_back(std::string("sacrum.median_crest.") + kTubercles[i],
                                        lines.median_crest[at]);
    }
    add_both_sides(skeleton, "sacrum.cornu", lines.intermediate_crest_left.back());
    add_both_sides(skeleton, "sacrum.inferior_lateral_angle", lines.lateral_crest_left.back());
    skeleton.landmarks.emplace_back("sacrum.coccyx_tip", lines.coccyx_tip);
    skeleton.sacrum = std::move(sacrum.sacrum);
    skeleton.bones.push_back(std::move(sacrum.bone));

    const IliumAndBone left = make_left_ilium(table, individual, s1);
    const std::vector<Vec3>& crest = left.ilium.crest;
    add_both_sides(skeleton, "iliac_crest", left.ilium.highest);
    add_both_sides(skeleton, "iliac_tubercle",
                   extreme(crest, [](const Vec3& a, const Vec3& b) { return a.x < b.x; }));
    add_both_sides(skeleton, "psis", left.ilium.posterior_superior_spine);
    add_both_sides(skeleton, "piis", left.ilium.posterior_inferior_spine);
    add_both_sides(skeleton, "asis", crest.back());
    skeleton.bones.push_back(mirrored(left.bone, "ilium.right"));
    skeleton.bones.push_back(left.bone);
    skeleton.ilia = {right_of(left.ilium), left.ilium};
}

void add_shoulders(Skeleton& skeleton, const SkeletonTable& table, const Individual& individual,
                   const ScapulaAndBone& scapula, const std::vector<Rib>& ribs) {
    const ClavicleAndBone clavicle =
        make_left_clavicle(table, individual, scapula.acromial_end, ribs);
    add_both_sides(skeleton, "clavicle.acromial_end", clavicle.clavicle.line.front());
    add_both_sides(skeleton, "clavicle.sternal_end", clavicle.clavicle.line.back());
    skeleton.bones.push_back(mirrored(clavicle.bone, "clavicle.right"));
    skeleton.bones.push_back(clavicle.bone);
    skeleton.clavicles = {right_of(clavicle.clavicle), clavicle.clavicle};

    const HumerusAndBone humerus = make_left_humerus(table, individual, scapula.scapula);
    add_both_sides(skeleton, "humerus.head_centre", humerus.humerus.frame.origin);
    add_both_sides(skeleton, "humerus.greater_tubercle", humerus.humerus.greater_tubercle);
    add_both_sides(skeleton, "humerus.lesser_tubercle", humerus.humerus.lesser_tubercle);
    skeleton.bones.push_back(mirrored(humerus.bone, "humerus.right"));
    skeleton.bones.push_back(humerus.bone);
    skeleton.humeri = {right_of(humerus.humerus), humerus.humerus};
}

void add_skull(Skeleton& skeleton, const SkeletonTable& table, const Individual& individual) {
    SkullAndBone made = make_skull(table, individual, skeleton.vertebrae.front());
    const Skull& skull = made.skull;
    skeleton.landmarks.emplace_back("skull.external_occipital_protuberance", skull.protuberance);
    skeleton.landmarks.emplace_back("skull.vertex", skull.vertex);
    add_both_sides(skeleton, "skull.mastoid", skull.mastoid_left);
    const auto& nuchal = skull.superior_nuchal_line_left;
    add_both_sides(skeleton, "skull.superior_nuchal_line", nuchal[nuchal.size() / 2]);
    skeleton.bones.push_back(std::move(made.bone));
    skeleton.skull = std::move(made.skull);
}

}  // namespace

void add_pelvis_shoulder_skull(Skeleton& skeleton, const SkeletonTable& table,
                               const Individual& individual, const ScapulaAndBone& scapula,
                               const std::vector<Rib>& left_ribs) {
    add_pelvis(skeleton, table, individual);
    add_shoulders(skeleton, table, individual, scapula, left_ribs);
    add_skull(skeleton, table, individual);
    for (const std::size_t number : {11u, 12u}) {
        add_both_sides(skeleton, "rib." + std::to_string(number) + ".tip",
                       left_ribs[number - 1].centreline.back());
    }
}

void scale_pelvis_shoulder_skull(Skeleton& skeleton, double factor) {
    Sacrum& sacrum = skeleton.sacrum;
    grow_all(factor, sacrum.median_crest, sacrum.intermediate_crest_left,
             sacrum.intermediate_crest_right, sacrum.lateral_crest_left, sacrum.lateral_crest_right,
             sacrum.coccyx_tip);
    for (Ilium& ilium : skeleton.ilia) grow(ilium, factor);
    for (Clavicle& clavicle : skeleton.clavicles) grow(clavicle, factor);
    for (Humerus& humerus : skeleton.humeri) grow(humerus, factor);
    Skull& skull = skeleton.skull;
    grow_all(factor, skull.protuberance, skull.vertex, skull.superior_nuchal_line_left,
             skull.superior_nuchal_line_right, skull.inferior_nuchal_line_left,
             skull.inferior_nuchal_line_right, skull.mastoid_left, skull.mastoid_right);
}

}  // namespace dryrun::anatomy
