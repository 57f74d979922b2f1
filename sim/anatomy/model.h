// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The one description behind an Atlas, private to this module: bones as meshes, sheets as heights
// over the chart, tubes along polylines. Queries and pictures read it; the builders fill it once.
#pragma once

#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "anatomy/chart.h"
#include "anatomy/footprint.h"
#include "anatomy/height_stack.h"
#include "anatomy/rows.h"
#include "anatomy/skeleton.h"
#include "anatomy/skeleton_table.h"
#include "collision/bone_world.h"
#include "core/errands.h"
#include "geometry/box_list.h"

namespace dryrun::anatomy {

class BonesOnChart;
class TubesOnSurfaces;

/// Surfaces of the stack, from deep to superficial: these three, one a sheet, then the coverings.
inline constexpr int kPleuraInner = 0;
inline constexpr int kPleuraOuter = 1;
inline constexpr int kBase = 2;
inline constexpr int kFirstSheet = 3;

struct Sided {
    StructureId right{};
    StructureId left{};
};

/// A part of the chart on either side: u from the midline, v between two lines over it.
struct Extent {
    double low_u = 0.0;
    double high_u = 0.0;
    Table low_v;
    Table high_v;

    double low(double u) const { return interpolate(low_v, std::fabs(u)); }
    double high(double u) const { return interpolate(high_v, std::fabs(u)); }
    double lowest_v() const;
    double highest_v() const;
    bool contains(double u, double v) const;
};

/// What lies deep to the sheets, in some part of the chart: from layer `first` to layer `last`.
struct DeepPart {
    Sided names;
    int first = 0;
    int last = 0;
    Extent extent;
    Range surely_v{0.0, 0.0};  ///< between these, v lies in the extent at whatever u that has
    Range maybe_v{};           ///< beyond these it lies in it at none

    /// The same as extent.contains(), faster where most questions are asked.
    bool contains(double u, double v) const {
        const double aside = std::fabs(u);
        if (!(aside >= extent.low_u && aside <= extent.high_u)) return false;
        if (v > surely_v.low && v < surely_v.high) return true;
        return v > maybe_v.low && v < maybe_v.high && extent.contains(u, v);
    }
};

/// What lies between one surface and the next below: the layer under surface k is layers[k]. Up to
/// kBase the deep parts say what it is.
struct Layer {
    Sided names;
    double medial_within = 0.0;  ///< nearer the midline than this, these instead
    Sided medial;
    const SheetRow* row = nullptr;
    std::optional<Footprint> footprint;
};

struct Tube {
    StructureId structure{};
    double radius = 1.0;
    std::vector<Vec3> path;
    struct Ball {
        Vec3 centre;
        double reach_squared = 0.0;
    };
    std::vector<Ball> pieces;  ///< hold one piece each
    static constexpr std::size_t kGroupSize = 6;
    std::vector<Ball> groups;  ///< hold so many pieces each
    BoxList group_boxes;       ///< the same, for lines
};

/// What is read from assets/anatomy.
struct AnatomyTables {
    BackRows back;
    SkeletonTable skeleton;
};

/// How the chart's columns stand over the nodes of the right half, which a search over many of them
/// asks. Made when first asked for.
class NodeColumns {
  public:
    struct Column {
        Vec3 foot;  ///< at height 0
        Vec3 out;   ///< unit
    };
    const std::vector<Column>& of(const Chart& chart, const ChartGrid& half) const;

  private:
    mutable std::once_flag made_;
    mutable std::vector<Column> columns_;
};

struct BackModel {
    BodyParameters body;
    double scale = 1.0;  ///< stature over 1750 mm
    Skeleton skeleton;
    std::shared_ptr<const AnatomyTables> tables;
    const BackRows* rows = nullptr;  ///< of the tables
    Chart chart;
    Extent region;  ///< what part of the chart is modelled
    /// Between these the region reaches from side to side.
    double inner_low_v = 1e300;
    double inner_high_v = -1e300;
    HeightStack stack;
    NodeColumns node_columns;
    std::vector<Layer> layers;  ///< one a surface of the stack
    std::vector<DeepPart> deep;
    double upper_above_v = 0.0;   ///< where the skin and fat of the upper back begin ...
    double lower_below_v = 0.0;   ///< ... and those of the lower back
    std::vector<Extent> hollows;  ///< where those of the table lie
    std::vector<Structure> structures;
    StructureId beyond{};  ///< what is inside the body but outside the region or the chart
    Sided lung;
    Sided pleura;
    std::vector<Tube> tubes;
    std::vector<Box> tube_boxes;  ///< of the tubes, side by side
    BoxList tube_box_list;        ///< the same, for lines
    std::unique_ptr<const BoneWorld> bones;
    std::vector<StructureId> bone_structures;  ///< by index in `bones`

    /// The same as region.contains(), faster where most questions are asked.
    bool is_in_region(double u, double v) const {
        const bool is_inner = v > inner_low_v && v < inner_high_v && std::fabs(u) < region.high_u;
        return is_inner || region.contains(u, v);
    }
    int skin_surface() const { return stack.count() - 1; }
    const Structure& structure(StructureId id) const {
        return structures[static_cast<std::size_t>(id)];
    }
};

/// Surfaces for pictures and for nearest(), made when they are first asked for.
struct ModelMeshes {
    std::vector<std::optional<Mesh>> of;  ///< by structure
    std::vector<bool> is_shown;           ///< whether a picture may have it
    /// The sheets that end at an edge, for nearest(), which asks the middle detail only; and whose
    /// they are.
    std::unique_ptr<const BoneWorld> sheets;
    std::vector<StructureId> sheet_structures;
};

/// The layer of a height among the `heights` of all surfaces there: 0 below the deepest, up to the
/// skin's. A sheet thinner than kThinnestSheet there is none, its room the next one's above.
int layer_of(const BackModel& model, const float* heights, float h);
inline constexpr float kThinnestSheet = 0.15F;

/// The structure of layer `layer` at a place of the chart; `x` tells the side.
StructureId structure_in_layer(const BackModel& model, int layer, double u, double v, double x);
/// Which deep part holds a layer up to kBase there: its index, or deep.size().
std::size_t deep_part_at(const BackModel& model, int layer, double u, double v);
/// What holds a point inside the skin.
std::optional<StructureId> structure_at(const BackModel& model, const Vec3& point);
/// Outward unit normal of a surface of the stack.
Vec3 surface_normal(const BackModel& model, int surface, double u, double v);
Vec3 surface_point(const BackModel& model, int surface, double u, double v);

// Builders, in the order in which they are called.
Status build_model(BackModel& model, std::shared_ptr<const AnatomyTables> tables);
/// Anchor as a place on the right half of the chart.
Result<ChartPlace> place_of(const BackModel& model, const Anchor& anchor, const std::string& row);
/// The grid of the stack, over the region from the midline to high_u and between two v.
ChartGrid right_half(double high_u, double lowest_v, double highest_v);
/// Gives out as `errands` what it can: the bones that have not been, the sheets, and the tubes,
/// which are wanted when the stack is done.
Status build_stack(BackModel& model, BonesOnChart& bones, TubesOnSurfaces& tubes, Errands& errands);
ModelMeshes build_meshes(const BackModel& model, Detail detail);

/// In standard deviations: 0 without a seed, else drawn by this name, within 2.
double draw(const BodyParameters& body, const std::string& name);
/// A thickness of this body: by sex and body mass index, with individual variation if it has a
/// seed. `name` keys the variation, so that adding a row changes no other.
double thickness_of(const ThicknessRow& row, const BodyParameters& body, const std::string& name);
double fat_thickness_of(const FatRow& row, const BodyParameters& body);
/// How far this breath has lowered the diaphragm.
double diaphragm_descent(const BackModel& model);
/// How far the lung's lower edge has come down in its recess.
double lung_slide(const BackModel& model);
/// 1 over the upper back, 0 over the lower.
double upper_share(const BackModel& model, double v);

std::optional<LayersAlongLine> find_layers(const BackModel& model, const Vec3& from,
                                           const Vec3& direction, double length);
/// Distance along the ray to its first crossing with the skin from outside.
std::optional<double> find_skin(const BackModel& model, const Vec3& from, const Vec3& direction,
                                double length);
SkinPoint skin_point(const BackModel& model, double u, double v);
Result<Mesh> patch_of_skin(const BackModel& model, const std::vector<Anchor>& outline, bool is_left,
                           double above);
/// `meshes` is asked only where a sheet with an edge is wanted.
std::optional<Nearest> find_nearest(const BackModel& model,
                                    const std::function<const ModelMeshes&()>& meshes,
                                    const Vec3& point, double reach,
                                    const std::function<bool(const Structure&)>& wanted);
/// Where on one side, or on both, a surface is asked for.
struct Window {
    const Extent& extent;
    bool left = true;
    bool right = true;

    bool contains(double u, double v) const;
    double clamp_u(double u) const;
    double clamp_v(double u, double v) const;
};
/// Nearest point of a surface of the stack within a window; one that is farther than `reach` may be
/// any.
Vec3 nearest_on_surface(const BackModel& model, int surface, const Vec3& point,
                        const Window& window, double reach = 1e300);
/// Direction of the fibres of layer `layer` at a point in it, unit; none where it has none.
std::optional<Vec3> fibre_in_layer(const BackModel& model, int layer, const Vec3& point);

}  // namespace dryrun::anatomy
