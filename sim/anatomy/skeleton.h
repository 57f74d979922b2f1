// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The bones of the back from body parameters: spine C1–L5, sacrum, hip bones down to the roof of
// the acetabulum, ribs 1–12, scapulae, clavicles, upper ends of the humeri and the skull without
// its face, as closed meshes, with the landmarks and frames on which the atlas lays muscles. Shape
// and size are rules and rows of numbers in assets/anatomy/skeleton.json, each with its source.
// Frame LPS, millimetres.
//
// For the reference body, spinous tips, posterior ribs and pelvis lie within about 6 mm of public
// models of one man (Bruno 2015, Allaire 2020, Male Visible Human). A posture is a row of the
// table: how the lumbar curve changes, where the scapulae slide and how the arm is held; prone is
// with the arms on rests. Limits: left and right are alike, also in side-lying; no sternum; the
// sacral canal is closed.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "anatomy/body.h"
#include "anatomy/pelvis_shoulder_skull.h"
#include "core/result.h"
#include "core/vec3.h"
#include "geometry/box.h"
#include "geometry/lazy_mesh.h"
#include "geometry/mesh.h"

namespace dryrun::anatomy {

/// A bone's mesh may be made when it is first asked for; where it can be is known before.
struct Bone {
    std::string name;  ///< "vertebra.T7", "rib.7.right", "scapula.left"
    Box box;           ///< holds it
    /// Boxes that hold it together, where the one is much larger than the bone.
    std::vector<Box> pieces;
    LazyMesh shape;
    /// Cheap to make: its right half at least, as parts that may overlap, within about 1 mm of the
    /// bone where it faces outwards. The shape itself where that is cheap.
    LazyMesh outline;

    Bone(std::string bone_name, Mesh mesh)
        : name(std::move(bone_name)),
          box(box_of(mesh.points)),
          shape(std::move(mesh)),
          outline(shape) {}
    Bone(std::string bone_name, const Box& holding, LazyMesh lazy, LazyMesh cheap)
        : name(std::move(bone_name)),
          box(holding),
          shape(std::move(lazy)),
          outline(std::move(cheap)) {}
    /// Of a mesh without normals, which an outline does not need.
    Bone(std::string bone_name, const Box& holding, const LazyMesh& bare)
        : Bone(std::move(bone_name), holding, bare.then(with_normals), bare) {}
    Bone(std::string bone_name, std::vector<Box> holding, LazyMesh lazy, LazyMesh cheap)
        : Bone(std::move(bone_name), box_of(holding), std::move(lazy), std::move(cheap)) {
        pieces = std::move(holding);
    }
    /// Closed, facing outwards.
    const Mesh& mesh() const { return shape.get(); }
};

/// One vertebra as the numbers a chart, a canal or a muscle needs.
struct Vertebra {
    std::string name;  ///< "T7"; C1 to L5 and S1
    /// Origin in the body's centre, x to the left, y backwards, z up along the body's own axis.
    Frame frame;
    double body_width = 0.0;
    double body_depth = 0.0;
    double body_height = 0.0;  ///< without the disc
    Vec3 spinous_tip;
    Vec3 transverse_left;   ///< tip
    Vec3 transverse_right;  ///< tip
    Vec3 lamina_left;       ///< back surface 9 mm from the midline
    Vec3 lamina_right;
    Vec3 canal;  ///< centre of the vertebral canal
    double canal_half_width = 0.0;
    double canal_half_depth = 0.0;
};

/// One rib: centreline from the head to the bony anterior end at even steps of arc length, and how
/// its section lies at each of them. `outward` points away from the lung, across the rib's
/// thickness.
struct Rib {
    std::string name;  ///< "rib.7.right"
    int number = 0;
    bool is_left = false;
    std::vector<Vec3> centreline;
    std::vector<Vec3> outward;
    std::vector<double> height;     ///< of the section, along the rib's flat
    std::vector<double> thickness;  ///< of the section, along outward
};

/// Where a scapula lies. Chart: u lateral from the line between the angles, v up that line from the
/// inferior angle (0), w backwards, in the frame's x, z and y. The right side's frame is the left
/// one's mirror image, so it is left-handed.
struct Scapula {
    std::string name;  ///< "scapula.right"
    bool is_left = false;
    Frame
        frame;  ///< origin at the inferior angle; x lateral, y away from the ribs, z up the border
    double length = 0.0;              ///< inferior to superior angle
    std::vector<Vec3> medial_border;  ///< inferior to superior angle
    std::vector<Vec3> spine_crest;    ///< root to acromion
    std::vector<Vec3> outline;        ///< of the blade, all round, in its middle thickness
    Vec3 glenoid;                     ///< middle of its face, which looks along the frame's x
};

struct Skeleton {
    std::vector<Bone> bones;
    /// "spinous.T7", "transverse.T7.left", "body.T7", "scapula.inferior_angle.right",
    /// "scapula.superior_angle.right", "scapula.root_of_spine.right", "scapula.acromion.right",
    /// "iliac_crest.left" (highest), "iliac_tubercle.left", "psis.right", "piis.right",
    /// "asis.left", "sacrum.median_crest.S1" to S4, "sacrum.cornu.left",
    /// "sacrum.inferior_lateral_angle.left", "sacrum.coccyx_tip", "rib.12.tip.left",
    /// "rib.11.tip.left", "clavicle.acromial_end.left", "clavicle.sternal_end.left",
    /// "humerus.head_centre.left", "humerus.greater_tubercle.left", "humerus.lesser_tubercle.left",
    /// "skull.external_occipital_protuberance", "skull.vertex", "skull.mastoid.left",
    /// "skull.superior_nuchal_line.left" (its middle).
    std::vector<std::pair<std::string, Vec3>> landmarks;
    /// Centrelines by name, 32 points each.
    std::vector<std::pair<std::string, std::vector<Vec3>>> ribs;

    std::vector<Vertebra> vertebrae;  ///< from C1 down to S1
    std::vector<Rib> rib_shapes;      ///< rib 1 right, rib 1 left, rib 2 right, ...
    std::vector<Scapula> scapulae;    ///< right, left
    double scapula_moved_out = 0.0;   ///< from the spine, by posture and what supports the shoulder
    double scapula_gathers = 1.0;  ///< factor on the muscles between it and the spine beyond that
    Sacrum sacrum;
    std::vector<Ilium> ilia;          ///< right, left
    std::vector<Clavicle> clavicles;  ///< right, left
    std::vector<Humerus> humeri;      ///< right, left
    Skull skull;

    const Vertebra& vertebra(const std::string& name) const;
    const Vec3& landmark(const std::string& name) const;
};

/// Reads assets/anatomy/skeleton.json. Errors: parameters out of range, a bad table.
Result<Skeleton> make_skeleton(const BodyParameters& body);
/// The same from a table already read. `begun` is handed the spine, then spine and ribs, their
/// bones numbered as they will be, while the rest is still to be made.
struct SkeletonTable;
Result<Skeleton> make_skeleton(const BodyParameters& body, const SkeletonTable& table,
                               const std::function<void(Skeleton)>& begun = {});

}  // namespace dryrun::anatomy
