// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/model.h"

#include <algorithm>
#include <cmath>

#include "anatomy/bone_columns.h"
#include "anatomy/tubes.h"
#include "core/deterministic_math.h"
#include "core/file.h"

namespace dryrun::anatomy {
namespace {

// Of the skin over the lower sacrum: how far below the sacrum's crest, and how far behind it
// (Male Visible Human and an average body surface, scaled to 1750 mm).
constexpr double kBelowSacrum = 100.0;
constexpr double kButtocksBack = 12.0;

// Half the width of what lies between the lungs before the spine; chest_wall puts the pleura of
// this strip far in front (assumed).
constexpr double kHalfMediastinum = 12.0;

const std::string kRight = ".right";
const std::string kLeft = ".left";

StructureId add_structure(BackModel& model, std::string name, Tissue tissue, bool is_hazard) {
    model.structures.push_back({std::move(name), tissue, is_hazard});
    return static_cast<StructureId>(model.structures.size() - 1);
}

Sided add_sided(BackModel& model, const std::string& name, Tissue tissue, bool is_hazard) {
    Sided names;
    names.right = add_structure(model, name + kRight, tissue, is_hazard);
    names.left = add_structure(model, name + kLeft, tissue, is_hazard);
    return names;
}

Layer covering(BackModel& model, const std::string& name, Tissue tissue) {
    Layer layer;
    layer.names.right = layer.names.left = add_structure(model, name, tissue, false);
    layer.medial = layer.names;
    return layer;
}

// The sheets in the order of the table, and what covers them.
void name_layers(BackModel& model) {
    model.layers.resize(kFirstSheet);
    for (const SheetRow& row : model.rows->sheets) {
        Layer layer;
        layer.row = &row;
        layer.names = layer.medial = add_sided(model, row.name, row.tissue, false);
        if (!row.medial_name.empty()) {
            layer.medial.right = layer.medial.left =
                add_structure(model, row.medial_name, row.medial_tissue, false);
            layer.medial_within = row.medial_within * model.scale;
        }
        model.layers.push_back(std::move(layer));
    }
    model.layers.push_back(covering(model, "fascia", Tissue::Fascia));
    model.layers.push_back(covering(model, "fat", Tissue::Fat));
    model.layers.push_back(covering(model, "skin", Tissue::Skin));
    model.beyond = add_structure(model, "beyond", Tissue::Other, false);
}

// A line over the chart through anchors, from the midline outwards.
Result<Table> line_through(const BackModel& model, const std::vector<Anchor>& anchors,
                           const std::string& row) {
    Table line;
    for (const Anchor& anchor : anchors) {
        const Result<ChartPlace> place = place_of(model, anchor, row);
        if (!place) return place.error();
        // A short rib may end before the place that is asked for.
        if (!line.empty() && place->u <= line.back().first) continue;
        line.emplace_back(place->u, place->v);
    }
    return line;
}

// Where nothing holds the wall at the plane of the bones.
Status place_hollows(BackModel& model) {
    for (const HollowRow& row : model.rows->hollows) {
        const Result<Table> upper = line_through(model, row.upper, row.name);
        if (!upper) return upper.error();
        const Result<Table> lower = line_through(model, row.lower, row.name);
        if (!lower) return lower.error();
        model.hollows.push_back({0.0, model.region.high_u, *lower, *upper});
    }
    return {};
}

// Where the coverings of the upper back go over into those of the lower.
Status place_coverings(BackModel& model) {
    const Result<ChartPlace> thin = place_of(model, model.rows->covering.upper_above, "covering");
    if (!thin) return thin.error();
    const Result<ChartPlace> thick = place_of(model, model.rows->covering.lower_below, "covering");
    if (!thick) return thick.error();
    model.upper_above_v = thin->v;
    model.lower_below_v = thick->v;
    return {};
}

// The lung's lower edge slides down in the recess as one breathes in, and leaves some of it open.
Table lowered(Table lung, const Table& pleura, double by) {
    constexpr double kRecessLeft = 6.0;
    for (auto& [u, v] : lung) v = std::fmax(v - by, interpolate(pleura, u) + kRecessLeft);
    return lung;
}

// The least and the greatest of a line over the chart.
Range ends_of(const Table& line) {
    Range ends{line.front().second, line.front().second};
    for (const auto& [u, v] : line) ends = {std::fmin(ends.low, v), std::fmax(ends.high, v)};
    return ends;
}

// What lies deep to the ribs and beside the spine, by parts of the chart.
Status name_deep_parts(BackModel& model) {
    const ChestWallRows& rows = model.rows->chest_wall;
    const Result<Table> apex = line_through(model, rows.pleura_high, "pleura_high");
    if (!apex) return apex.error();
    const Result<Table> lung = line_through(model, rows.lung_low, "lung_low");
    if (!lung) return lung.error();
    const Result<Table> pleura = line_through(model, rows.pleura_low, "pleura_low");
    if (!pleura) return pleura.error();
    const Table lung_edge = lowered(*lung, *pleura, lung_slide(model));
    const double spine = rows.paravertebral_within * model.scale;
    const double side = model.region.high_u;
    const Table& bottom = model.region.low_v;
    const Table& top = model.region.high_v;
    // Before the vertebral bodies the lungs stand apart.
    const double apart = kHalfMediastinum * model.scale;
    const Extent chest{apart, side, *pleura, *apex};
    const Extent mediastinum{0.0, apart, *pleura, *apex};
    const Extent ribs{spine, side, *pleura, *apex};
    const Extent beside_spine{0.0, spine, *pleura, *apex};
    const Extent abdomen{0.0, side, bottom, *pleura};
    constexpr double kSome = 1e-6;  // more than interpolating between two has wrong
    const auto add = [&](const char* name, Tissue tissue, bool is_hazard, int first, int last,
                         const Extent& extent) {
        const auto [low_least, low_most] = ends_of(extent.low_v);
        const auto [high_least, high_most] = ends_of(extent.high_v);
        model.deep.push_back({add_sided(model, name, tissue, is_hazard),
                              first,
                              last,
                              extent,
                              {low_most + kSome, high_least - kSome},
                              {low_least - kSome, high_most + kSome}});
        return model.deep.back().names;
    };
    model.lung = add("lung", Tissue::Lung, true, 0, 0, {apart, side, lung_edge, *apex});
    add("diaphragm", Tissue::Other, false, 0, 0, {apart, side, *pleura, lung_edge});
    add("mediastinum", Tissue::Other, false, 0, kPleuraOuter, mediastinum);
    model.pleura = add("pleura", Tissue::Pleura, true, kPleuraOuter, kPleuraOuter, chest);
    add("muscle.intercostal", Tissue::Muscle, false, kBase, kBase, ribs);
    add("paravertebral", Tissue::Other, false, kBase, kBase, beside_spine);
    add("peritoneum", Tissue::Peritoneum, true, 0, kPleuraOuter, abdomen);
    add("connective.retroperitoneal", Tissue::Other, false, kBase, kBase, abdomen);
    add("connective.prevertebral", Tissue::Other, false, 0, kBase, {0.0, side, *apex, top});
    return {};
}

// Wants the spine of the skeleton.
void lay_chart(BackModel& model) {
    const Skeleton& skeleton = model.skeleton;
    const auto tip = [&](const char* name) {
        const Vec3& at = skeleton.vertebra(name).spinous_tip;
        return SagittalPoint{at.y, at.z};
    };
    // From the buttocks, which continue the slope of the sacrum's upper half, to where the
    // shoulders begin. Above, the line goes on straight between the slopes of thorax and neck:
    // following the neck would bend it more tightly than the trunk is deep.
    const SagittalPoint sacrum = tip("S1");
    const SagittalPoint buttocks{sacrum.y + kButtocksBack * model.scale,
                                 sacrum.z - kBelowSacrum * model.scale};
    const Vec3 middle = skeleton.vertebra("T8").spinous_tip;
    const Vec3 upper = skeleton.vertebra("T5").spinous_tip;
    const Vec3 neck = skeleton.vertebra("C2").spinous_tip;
    const Vec3 beyond = upper + normalised(upper - middle) + normalised(neck - upper);
    model.chart =
        Chart(SagittalLine({buttocks, sacrum, tip("L3"), tip("T11"), tip("T8"), tip("T5")},
                           {beyond.y, beyond.z}),
              model.scale);
}

double half_width(const BackModel& model) {
    return model.rows->region.half_width * model.scale;
}

// Spine and ribs are laid on the chart while the rest of the skeleton is made, on a grid of which
// the upper end is not known yet; where its lower end is not either, they are laid with the rest.
void lay_ahead(const BackModel& model, BonesOnChart& bones) {
    const Result<ChartPlace> below = place_of(model, model.rows->region.below, "region");
    if (!below) return;
    constexpr double kHigherThanAny = 2000.0;
    const ChartGrid half = right_half(half_width(model), below->v, below->v + kHigherThanAny);
    bones.lay(model.chart, half, model.skeleton.bones);
}

Status lay_region(BackModel& model) {
    const RegionRow& row = model.rows->region;
    const auto level = [&](const Anchor& anchor) -> Result<double> {
        const Result<ChartPlace> place = place_of(model, anchor, "region");
        if (!place) return place.error();
        return place->v;
    };
    const Result<double> above = level(row.above);
    if (!above) return above.error();
    const Result<double> below = level(row.below);
    if (!below) return below.error();
    Extent& region = model.region;
    region.high_u = half_width(model);
    region.low_v = {{0.0, *below}};
    const double turn = det::radians(row.shoulder_turn_deg);
    region.high_v = {{row.neck_half_width * model.scale, *above}};
    const Result<Table> edge = line_through(model, row.neck_edge, "region");
    if (!edge) return edge.error();
    region.high_v.insert(region.high_v.end(), edge->begin(), edge->end());
    // On the shoulder each column goes on to the same turn.
    constexpr double kStep = 5.0;
    for (int i = 0; row.shoulder_from + kStep * i < row.half_width; ++i) {
        const double u = (row.shoulder_from + kStep * i) * model.scale;
        region.high_v.emplace_back(u, model.chart.v_of_turn(u, turn));
    }
    model.inner_low_v = *below;
    model.inner_high_v = *above;
    for (const auto& [u, v] : region.high_v) model.inner_high_v = std::fmin(model.inner_high_v, v);
    if (*below >= *above) return bad_input("region", "wants \"above\" above \"below\"");
    return {};
}

void index_bones(BackModel& model) {
    std::vector<BoneWorld::Part> parts;
    for (const Bone& bone : model.skeleton.bones) {
        parts.push_back({bone.box, bone.shape, bone.pieces});
        model.bone_structures.push_back(add_structure(model, bone.name, Tissue::Bone, false));
    }
    model.bones = std::make_unique<const BoneWorld>(std::move(parts));
}

const Vec3* find_landmark(const BackModel& model, const std::string& name) {
    for (const auto& [known, point] : model.skeleton.landmarks) {
        if (known.compare(0, name.size(), name) != 0) continue;
        if (known.size() == name.size()) return &point;
        if (known.size() == name.size() + kRight.size() && known.ends_with(kRight)) return &point;
    }
    return nullptr;
}

ChartPlace along_polyline(const BackModel& model, const std::vector<Vec3>& line, double fraction) {
    std::vector<double> lengths{0.0};
    lengths.reserve(line.size());
    for (std::size_t i = 1; i < line.size(); ++i) {
        lengths.push_back(lengths.back() + distance(line[i], line[i - 1]));
    }
    const double s = fraction * lengths.back();
    std::size_t i = 1;
    while (i + 1 < line.size() && lengths[i] < s) ++i;
    const double t = det::clamp((s - lengths[i - 1]) / (lengths[i] - lengths[i - 1]), 0.0, 1.0);
    const ChartPoint place = model.chart.to_chart(lerp(line[i - 1], line[i], t));
    return {std::fabs(place.u), place.v};
}

// The right one of a pair.
template <class Bone>
const Bone& right_of(const std::vector<Bone>& pair) {
    const auto found =
        std::find_if(pair.begin(), pair.end(), [](const Bone& bone) { return !bone.is_left; });
    DRYRUN_ASSERT(found != pair.end());
    return *found;
}

// No bone: what the shelf of the shoulder is measured on, because palpation finds both its ends.
std::vector<Vec3> shoulder_line(const BackModel& model) {
    const Vec3* c7 = find_landmark(model, "spinous.C7");
    const Vec3* acromion = find_landmark(model, "scapula.acromion");
    DRYRUN_ASSERT(c7 != nullptr && acromion != nullptr);
    return {*c7, *acromion};
}

const std::vector<Vec3>* find_line(const Skeleton& skeleton, std::string_view name) {
    if (name == "medial_border") return &right_of(skeleton.scapulae).medial_border;
    if (name == "spine_crest") return &right_of(skeleton.scapulae).spine_crest;
    if (name == "iliac_crest") return &right_of(skeleton.ilia).crest;
    if (name == "gluteal_line") return &right_of(skeleton.ilia).posterior_gluteal_line;
    if (name == "sacrum_crest") return &skeleton.sacrum.lateral_crest_right;
    if (name == "nuchal_line") return &skeleton.skull.superior_nuchal_line_right;
    if (name == "inferior_nuchal_line") return &skeleton.skull.inferior_nuchal_line_right;
    if (name == "clavicle") return &right_of(skeleton.clavicles).upper_surface;
    return nullptr;
}

// At `lateral` from the midline, or where a short rib comes nearest to it.
ChartPlace on_rib(const BackModel& model, int number, double lateral) {
    ChartPlace last;
    for (const Rib& rib : model.skeleton.rib_shapes) {
        if (rib.is_left || rib.number != number) continue;
        for (const Vec3& point : rib.centreline) {
            const ChartPoint place = model.chart.to_chart(point);
            const double u = std::fabs(place.u);
            if (u >= lateral && u > last.u) {
                const double t = det::clamp((lateral - last.u) / (u - last.u), 0.0, 1.0);
                return {lateral, last.v + (place.v - last.v) * t};
            }
            if (u > last.u) last = {u, place.v};
        }
    }
    return last;
}

}  // namespace

double Extent::lowest_v() const {
    double v = low_v.front().second;
    for (const auto& [u, low] : low_v) v = std::fmin(v, low);
    return v;
}

double Extent::highest_v() const {
    double v = high_v.front().second;
    for (const auto& [u, high] : high_v) v = std::fmax(v, high);
    return v;
}

bool Extent::contains(double u, double v) const {
    const double aside = std::fabs(u);
    return aside >= low_u && aside <= high_u && v >= low(u) && v <= high(u);
}

bool Window::contains(double u, double v) const {
    return (u < 0.0 ? right : left) && extent.contains(u, v);
}

double Window::clamp_u(double u) const {
    const double aside = det::clamp(std::fabs(u), extent.low_u, extent.high_u);
    if (left && right) return u < 0.0 ? -aside : aside;
    const double toward = left ? u : -u;
    const double held = det::clamp(toward, extent.low_u, extent.high_u);
    return left ? held : -held;
}

double Window::clamp_v(double u, double v) const {
    return det::clamp(v, extent.low(u), extent.high(u));
}

int layer_of(const BackModel& model, const float* heights, float h) {
    const int skin = model.skin_surface();
    int layer = 0;
    while (layer < skin && h >= heights[layer]) ++layer;
    while (layer >= kFirstSheet && layer < skin - 2 &&
           heights[layer] - heights[layer - 1] < kThinnestSheet) {
        ++layer;
    }
    return layer;
}

std::size_t deep_part_at(const BackModel& model, int layer, double u, double v) {
    for (std::size_t i = 0; i < model.deep.size(); ++i) {
        const DeepPart& part = model.deep[i];
        if (layer >= part.first && layer <= part.last && part.contains(u, v)) return i;
    }
    return model.deep.size();
}

StructureId structure_in_layer(const BackModel& model, int layer, double u, double v, double x) {
    if (layer <= kBase) {
        const std::size_t part = deep_part_at(model, layer, u, v);
        if (part == model.deep.size()) return model.beyond;
        const Sided& names = model.deep[part].names;
        return x > 0.0 ? names.left : names.right;
    }
    // A line that grazes a hollow of the skin is in no layer there.
    if (layer > model.skin_surface()) return model.beyond;
    const Layer& held = model.layers[static_cast<std::size_t>(layer)];
    const Sided& names = std::fabs(x) < held.medial_within ? held.medial : held.names;
    return x > 0.0 ? names.left : names.right;
}

std::optional<StructureId> structure_at(const BackModel& model, const Vec3& point) {
    const ChartPoint place = model.chart.to_chart(point);
    if (!model.region.contains(place.u, place.v) ||
        place.h < model.chart.deepest(place.u, place.v)) {
        // Bones go on beyond what is modelled around them.
        if (const auto inside = model.bones->bone_at(point)) return model.bone_structures[*inside];
        if (!model.region.contains(place.u, place.v)) return std::nullopt;
        return model.beyond;
    }
    float heights[kMostSurfaces];
    model.stack.estimate(model.stack.locate(place.u, place.v), heights);
    const auto h = static_cast<float>(place.h);
    if (h >= heights[model.skin_surface()]) return std::nullopt;
    if (const auto inside = model.bones->bone_at(point)) return model.bone_structures[*inside];
    const std::size_t tube = model.tube_box_list.first_at(point, [&](std::size_t i) {
        return model.tube_boxes[i].holds(point) && is_in_tube(model.tubes[i], point);
    });
    if (tube < model.tubes.size()) return model.tubes[tube].structure;
    return structure_in_layer(model, layer_of(model, heights, h), place.u, place.v, point.x);
}

Vec3 surface_normal(const BackModel& model, int surface, double u, double v) {
    const HeightStack::Slope slope = model.stack.slope(surface, u, v);
    const ChartAxes axes = model.chart.axes({u, v, slope.h});
    return normalised(
        cross(axes.by_v + axes.outward * slope.by_v, axes.by_u + axes.outward * slope.by_u));
}

Vec3 surface_point(const BackModel& model, int surface, double u, double v) {
    return model.chart.from_chart({u, v, model.stack.height(surface, u, v)});
}

Result<ChartPlace> place_of(const BackModel& model, const Anchor& anchor, const std::string& row) {
    const double lateral = anchor.lateral * model.scale;
    const double cranial = anchor.cranial * model.scale;
    ChartPlace place;
    switch (anchor.kind) {
        case Anchor::Kind::Landmark: {
            const Vec3* point = find_landmark(model, anchor.name);
            if (point == nullptr) {
                return bad_input(row, "no landmark is called " + anchor.name,
                                 "leave the side out; see `dryrun list landmarks`");
            }
            const ChartPoint at = model.chart.to_chart(*point);
            place = {std::fabs(at.u) + lateral, at.v};
            break;
        }
        case Anchor::Kind::Rib:
            place = on_rib(model, anchor.number, lateral);
            break;
        case Anchor::Kind::Level: {
            const Vec3* point = find_landmark(model, "spinous." + anchor.name);
            if (point == nullptr) return bad_input(row, "no vertebra is called " + anchor.name);
            place = {lateral, model.chart.to_chart(*point).v};
            break;
        }
        case Anchor::Kind::Line: {
            if (anchor.name == kShoulderLine) {
                place = along_polyline(model, shoulder_line(model), anchor.fraction);
                place.u += lateral;
                break;
            }
            const std::vector<Vec3>* line = find_line(model.skeleton, anchor.name);
            DRYRUN_ASSERT(line != nullptr);  // the reader knows no other names
            place = along_polyline(model, *line, anchor.fraction);
            place.u += lateral;
            break;
        }
    }
    place.u = std::fmax(place.u, 0.0);
    place.v += cranial;
    return place;
}

Result<std::shared_ptr<const AnatomyTables>> read_anatomy_tables() {
    const auto folder = assets_folder() / "anatomy";
    Result<BackRows> rows = read_back_rows((folder / "back.json").string());
    if (!rows) return rows.error();
    Result<SkeletonTable> skeleton = read_skeleton_table((folder / "skeleton.json").string());
    if (!skeleton) return skeleton.error();
    return std::make_shared<const AnatomyTables>(
        AnatomyTables{std::move(*rows), std::move(*skeleton)});
}

Status build_model(BackModel& model, std::shared_ptr<const AnatomyTables> tables) {
    const Status checked = check_body(model.body, "body");
    if (!checked) return checked;
    Errands errands;
    BonesOnChart bones(errands);
    model.tables = std::move(tables);
    model.rows = &model.tables->back;
    model.scale = model.body.stature / 1750.0;
    bool has_chart = false;
    const auto begun = [&](Skeleton so_far) {
        model.skeleton = std::move(so_far);
        if (!has_chart) lay_chart(model);
        has_chart = true;
        lay_ahead(model, bones);
    };
    Result<Skeleton> skeleton = make_skeleton(model.body, model.tables->skeleton, begun);
    if (!skeleton) return skeleton.error();
    model.skeleton = std::move(*skeleton);
    if (kFirstSheet + model.rows->sheets.size() + 3 > kMostSurfaces) {
        return bad_input("back.json: sheets", "are more than the atlas can stack");
    }
    const Status laid = lay_region(model);
    if (!laid) return laid;
    name_layers(model);
    for (const auto place : {name_deep_parts, place_hollows, place_coverings}) {
        const Status placed = place(model);
        if (!placed) return placed;
    }
    index_bones(model);
    TubesOnSurfaces tubes(errands);
    const Status stacked = build_stack(model, bones, tubes, errands);
    if (!stacked) return stacked;
    for (const SheetRow& row : model.rows->sheets) {
        for (const TriggerPointRow& site : row.trigger_points) {
            const Result<ChartPlace> place = place_of(model, site.at, row.name);
            if (!place) return place.error();
        }
    }
    return build_tubes(model, tubes);
}

}  // namespace dryrun::anatomy
