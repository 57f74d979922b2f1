// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The back as one description for all its readers: pictures, rays, probes, scoring and the
// finite-element block ask the same atlas what lies where. It is made from body parameters and
// rows of data in assets/anatomy; nothing of a particular muscle is in code.
//
// Callers use only: layers along a line, nearest structure, fibre direction, landmark, mesh, and
// the skin under a point. Frame LPS, millimetres (core/vec3.h). An Atlas never changes once made
// and may be shared between threads. A body as it lies: posture and quiet breath out are in it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "anatomy/anchor.h"
#include "anatomy/body.h"
#include "core/result.h"
#include "core/vec3.h"
#include "geometry/mesh.h"

namespace dryrun::anatomy {

/// The tissue names of the probe output.
enum class Tissue : std::uint8_t {
    Skin,
    Fat,
    Fascia,
    Muscle,
    Tendon,
    Ligament,
    Bone,
    Pleura,
    Lung,
    Kidney,
    Peritoneum,
    Nerve,
    Vessel,
    Canal,
    Other,
};
std::string_view name_of(Tissue tissue);

/// How many triangles the meshes have: about 70,000, 260,000 or 690,000 for the whole back.
enum class Detail : std::uint8_t { Coarse, Middle, Fine };

/// Index of a structure in Atlas::structures().
enum class StructureId : std::uint32_t {};

struct Structure {
    std::string name;  ///< "muscle.rhomboid_major.right", "rib.5.right", "skin"
    Tissue tissue = Tissue::Other;
    bool is_hazard = false;  ///< pleura, lung, canal and what else must never be entered
};

/// One stretch of a straight line through one structure.
struct LayerSpan {
    StructureId structure{};
    double enter = 0.0;  ///< along the line from its first entry through skin
    double exit = 0.0;
};

struct LayersAlongLine {
    Vec3 entry;                    ///< where the line enters the skin
    Vec3 normal;                   ///< of the skin there, pointing out
    std::vector<LayerSpan> spans;  ///< in order, touching
};

struct Nearest {
    StructureId structure{};
    Vec3 point;             ///< the nearest point of its surface
    double distance = 0.0;  ///< negative inside
};

struct SkinPoint {
    Vec3 point;
    Vec3 normal;  ///< outward
    Vec3 medial;  ///< unit tangent towards the midline
    Vec3 caudal;  ///< unit tangent towards the feet
};

struct BoneHit {
    StructureId structure{};
    double distance = 0.0;
    Vec3 normal;  ///< of the bone's surface, against the ray
};

/// What assets/anatomy says, read once for many bodies. Errors: a missing or malformed file.
struct AnatomyTables;
Result<std::shared_ptr<const AnatomyTables>> read_anatomy_tables();

class Atlas {
  public:
    /// Reads assets/anatomy and makes the body. Errors: parameters out of range, bad tables.
    static Result<std::shared_ptr<const Atlas>> make(const BodyParameters& body);
    static Result<std::shared_ptr<const Atlas>> make(const BodyParameters& body,
                                                     std::shared_ptr<const AnatomyTables> tables);
    ~Atlas();

    const BodyParameters& body() const;
    const std::vector<Structure>& structures() const;
    const Structure& structure(StructureId id) const;
    std::optional<StructureId> find(std::string_view name) const;

    /// What the straight line meets from its first entry through skin; nothing if it misses the
    /// skin. `from` may lie in or outside the body; `direction` is a unit vector.
    std::optional<LayersAlongLine> layers_along(const Vec3& from, const Vec3& direction,
                                                double length) const;

    /// What holds `point`: the structure there, or nothing outside the skin.
    std::optional<StructureId> at(const Vec3& point) const;

    /// The nearest structure that `wanted` accepts, none within `reach`. Exact for bones, tubes
    /// and the faces of sheets to 0.1 mm.
    std::optional<Nearest> nearest(const Vec3& point, double reach,
                                   const std::function<bool(const Structure&)>& wanted) const;

    /// Unit fibre direction (origin to insertion) of a muscle at a point; none outside it.
    std::optional<Vec3> fibre_direction(StructureId muscle, const Vec3& point) const;

    /// The skin under a point, along the region's chart; none beyond the modelled region.
    std::optional<SkinPoint> skin_at(const Vec3& point) const;

    /// First bone along a ray (on the bones' meshes: what stops the needle and what the mouse
    /// picks are this one query).
    std::optional<BoneHit> first_bone(const Vec3& from, const Vec3& direction, double length) const;

    /// A patch of skin inside an outline of places on one side, its corners rounded, lifted by
    /// `above`; cut off at the region's edge. Errors: an anchor that this body does not have.
    Result<Mesh> skin_patch(const std::vector<Anchor>& outline, bool is_left, double above) const;

    /// First crossing of a ray from outside with the skin.
    std::optional<SkinPoint> skin_hit(const Vec3& from, const Vec3& direction, double length) const;

    std::optional<Vec3> landmark(std::string_view name) const;
    /// By how much the breath has moved the lung downwards along the chest's wall, against quiet
    /// breath out.
    double lung_slide() const;
    const std::vector<std::pair<std::string, Vec3>>& landmarks() const;

    /// The closed surface of a structure, as the rays see it; none for fascia-thin sheets and for
    /// what only fills gaps.
    /// Made for all structures when first asked for at that detail, then kept.
    const Mesh* mesh(StructureId id, Detail detail = Detail::Middle) const;

    /// Centrelines of ribs from head to bony anterior end, at least 20 points, evenly spaced.
    const std::vector<std::pair<std::string, std::vector<Vec3>>>& ribs() const;

    /// Where a muscle may carry trigger points: name, place on the skin chart, depth.
    struct TriggerPointSite {
        std::string name;  ///< "TrP1"
        Vec3 at;           ///< in the muscle's middle depth
        double depth = 0.0;
        Vec3 fibre;
    };
    std::vector<TriggerPointSite> trigger_point_sites(StructureId muscle) const;

  private:
    struct Data;
    explicit Atlas(std::unique_ptr<const Data> data);
    std::unique_ptr<const Data> data_;
};

}  // namespace dryrun::anatomy
