// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/skeleton.h"

#include <algorithm>
#include <utility>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "core/file.h"

namespace dryrun::anatomy {
namespace {

Rib right_of(Rib rib) {
    rib.name = "rib." + std::to_string(rib.number) + ".right";
    rib.is_left = false;
    rib.centreline = mirrored(std::move(rib.centreline));
    rib.outward = mirrored(std::move(rib.outward));
    return rib;
}

Scapula right_of(Scapula scapula) {
    scapula.name = "scapula.right";
    scapula.is_left = false;
    Frame& frame = scapula.frame;
    frame = {mirrored(frame.origin), mirrored(frame.x_axis), mirrored(frame.y_axis),
             mirrored(frame.z_axis)};
    scapula.medial_border = mirrored(std::move(scapula.medial_border));
    scapula.spine_crest = mirrored(std::move(scapula.spine_crest));
    scapula.outline = mirrored(std::move(scapula.outline));
    scapula.glenoid = mirrored(scapula.glenoid);
    return scapula;
}

void add_spine(Skeleton& skeleton, const SkeletonTable& table, const Individual& individual) {
    for (const Vertebra& vertebra : skeleton.vertebrae) {
        skeleton.landmarks.emplace_back("spinous." + vertebra.name, vertebra.spinous_tip);
        add_both_sides(skeleton, "transverse." + vertebra.name, vertebra.transverse_left);
        if (vertebra.name != "S1")
            skeleton.landmarks.emplace_back("body." + vertebra.name, vertebra.frame.origin);
    }
    for (int level = kFirstLevel; level < kSacralLevel; ++level) {
        const Vertebra& vertebra = skeleton.vertebrae[static_cast<std::size_t>(level - 1)];
        skeleton.bones.push_back(level <= kLastForkedLevel
                                     ? make_cervical_vertebra(table, individual, vertebra, level)
                                     : make_vertebra(table, individual, vertebra, level));
    }
}

void add_ribs(Skeleton& skeleton, const std::vector<Rib>& left_ribs) {
    for (const Rib& left : left_ribs) {
        const Rib right = right_of(left);
        Bone bone = make_rib(left);
        skeleton.bones.push_back(mirrored(bone, right.name));
        skeleton.bones.push_back(std::move(bone));
        skeleton.ribs.emplace_back(right.name, right.centreline);
        skeleton.ribs.emplace_back(left.name, left.centreline);
        skeleton.rib_shapes.push_back(right);
        skeleton.rib_shapes.push_back(left);
    }
}

void add_scapulae(Skeleton& skeleton, const ScapulaAndBone& left) {
    skeleton.bones.push_back(mirrored(left.bone, "scapula.right"));
    skeleton.bones.push_back(left.bone);
    skeleton.scapulae = {right_of(left.scapula), left.scapula};
    add_both_sides(skeleton, "scapula.inferior_angle", left.inferior_angle);
    add_both_sides(skeleton, "scapula.superior_angle", left.superior_angle);
    add_both_sides(skeleton, "scapula.root_of_spine", left.root_of_spine);
    add_both_sides(skeleton, "scapula.acromion", left.acromion);
}

void scale(std::vector<Vec3>& points, double factor) {
    for (Vec3& point : points) point = point * factor;
}
void scale(std::vector<double>& lengths, double factor) {
    for (double& length : lengths) length *= factor;
}

void scale(Vertebra& vertebra, double factor) {
    vertebra.body_width *= factor;
    vertebra.body_depth *= factor;
    vertebra.body_height *= factor;
    vertebra.canal_half_width *= factor;
    vertebra.canal_half_depth *= factor;
    for (Vec3* point : {&vertebra.frame.origin, &vertebra.spinous_tip, &vertebra.transverse_left,
                        &vertebra.transverse_right, &vertebra.lamina_left, &vertebra.lamina_right,
                        &vertebra.canal}) {
        *point = *point * factor;
    }
}

void scale(Bone& bone, double factor) {
    if (factor == 1.0) return;
    bone.box = {bone.box.low * factor, bone.box.high * factor};
    for (Box& piece : bone.pieces) piece = {piece.low * factor, piece.high * factor};
    const auto to_size = [factor](const Mesh& at_table_size) {
        Mesh mesh = at_table_size;
        scale(mesh.points, factor);
        return mesh;
    };
    bone.shape = bone.shape.then(to_size);
    bone.outline = bone.outline.then(to_size);
}

// From the table's stature to the body's.
void scale(Skeleton& skeleton, double factor) {
    for (Bone& bone : skeleton.bones) scale(bone, factor);
    scale_pelvis_shoulder_skull(skeleton, factor);
    for (auto& [name, at] : skeleton.landmarks) at = at * factor;
    for (auto& [name, line] : skeleton.ribs) scale(line, factor);
    for (Vertebra& vertebra : skeleton.vertebrae) scale(vertebra, factor);
    for (Rib& rib : skeleton.rib_shapes) {
        scale(rib.centreline, factor);
        scale(rib.height, factor);
        scale(rib.thickness, factor);
    }
    skeleton.scapula_moved_out *= factor;
    for (Scapula& scapula : skeleton.scapulae) {
        scapula.frame.origin = scapula.frame.origin * factor;
        scapula.length *= factor;
        scapula.glenoid = scapula.glenoid * factor;
        scale(scapula.medial_border, factor);
        scale(scapula.spine_crest, factor);
        scale(scapula.outline, factor);
    }
}

}  // namespace

Bone mirrored(const Bone& left, const std::string& name) {
    const auto image = [](const Box& box) {
        return Box{{-box.high.x, box.low.y, box.low.z}, {-box.low.x, box.high.y, box.high.z}};
    };
    Bone right(name, image(left.box),
               left.shape.then([](const Mesh& mesh) { return dryrun::mirrored(mesh); }),
               left.outline.then([](const Mesh& mesh) { return dryrun::mirrored(mesh); }));
    for (const Box& piece : left.pieces) right.pieces.push_back(image(piece));
    return right;
}

void add_both_sides(Skeleton& skeleton, const std::string& name, const Vec3& left) {
    skeleton.landmarks.emplace_back(name + ".right", mirrored(left));
    skeleton.landmarks.emplace_back(name + ".left", left);
}

const Vertebra& Skeleton::vertebra(const std::string& name) const {
    const auto found = std::find_if(vertebrae.begin(), vertebrae.end(),
                                    [&](const Vertebra& one) { return one.name == name; });
    DRYRUN_ASSERT(found != vertebrae.end());
    return *found;
}

const Vec3& Skeleton::landmark(const std::string& name) const {
    const auto found = std::find_if(landmarks.begin(), landmarks.end(),
                                    [&](const auto& one) { return one.first == name; });
    DRYRUN_ASSERT(found != landmarks.end());
    return found->second;
}

Result<Skeleton> make_skeleton(const BodyParameters& body) {
    const std::string path = (assets_folder() / "anatomy" / "skeleton.json").string();
    const auto table = read_skeleton_table(path);
    if (!table.ok()) return table.error();
    return make_skeleton(body, *table);
}

Result<Skeleton> make_skeleton(const BodyParameters& body, const SkeletonTable& table,
                               const std::function<void(Skeleton)>& begun) {
    if (const Status status = check_body(body, "body"); !status.ok()) return status.error();
    const Individual individual = individual_of(table, body);
    Skeleton skeleton;
    skeleton.vertebrae = make_spine(table, individual);
    const double to_size = body.stature / table.reference_stature;
    const auto hand_on = [&] {
        if (!begun) return;
        Skeleton so_far = skeleton;
        scale(so_far, to_size);
        begun(std::move(so_far));
    };
    add_spine(skeleton, table, individual);
    hand_on();
    const std::vector<Rib> left_ribs = make_left_ribs(table, individual, skeleton.vertebrae);
    add_ribs(skeleton, left_ribs);
    hand_on();
    const ScapulaAndBone scapula =
        make_left_scapula(table, individual, skeleton.vertebrae, left_ribs);
    add_scapulae(skeleton, scapula);
    skeleton.scapula_moved_out = individual.posture.scapula_out;
    skeleton.scapula_gathers = individual.scapula_gathers;
    add_pelvis_shoulder_skull(skeleton, table, individual, scapula, left_ribs);
    scale(skeleton, to_size);
    return skeleton;
}

}  // namespace dryrun::anatomy
