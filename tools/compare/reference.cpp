// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "reference.h"

#include <map>
#include <set>
#include <utility>

#include "csv_table.h"

namespace dryrun::compare {
namespace {

// Less is better; see the header.
int rank_of(const std::string& source, const std::string& pose) {
    int rank = pose == "base" ? 0 : 10;
    for (const char* better : {"spine_model", "skeleton_mesh", "visible_human", "neck_mesh"}) {
        if (source == better) return rank;
        ++rank;
    }
    return rank;
}

std::string side_name(const std::string& letter) {
    return letter == "L" ? ".left" : ".right";
}

// The best candidates by name, in the order of the files.
class BestPlaces {
  public:
    void offer(int rank, Place place) {
        const auto known = rank_of_.find(place.name);
        if (known == rank_of_.end()) {
            rank_of_.emplace(place.name, rank);
            places_.push_back(std::move(place));
            return;
        }
        if (known->second <= rank) return;
        known->second = rank;
        for (Place& one : places_) {
            if (one.name == place.name) one = place;
        }
    }
    void into(std::vector<Place>& places) const {
        places.insert(places.end(), places_.begin(), places_.end());
    }

  private:
    std::map<std::string, int> rank_of_;
    std::vector<Place> places_;
};

Status read_vertebrae(const std::filesystem::path& path, Reference& reference) {
    struct Point {
        const char* prefix;  // of the columns
        const char* name;
        const char* side;
        PlaceKind kind;
    };
    constexpr Point kPoints[] = {{"c", "body.", "", PlaceKind::Landmark},
                                 {"sp_", "spinous.", "", PlaceKind::Landmark},
                                 {"tpR_", "transverse.", ".right", PlaceKind::Landmark},
                                 {"tpL_", "transverse.", ".left", PlaceKind::Landmark},
                                 {"lamR_", "lamina.", ".right", PlaceKind::Surface},
                                 {"lamL_", "lamina.", ".left", PlaceKind::Surface}};
    std::vector<std::string> wanted = {"level", "source", "pose"};
    for (const Point& point : kPoints) {
        for (const char* axis : {"x", "y", "z"}) wanted.push_back(std::string(point.prefix) + axis);
    }
    const auto table = CsvTable::read(path, wanted);
    if (!table.ok()) return table.error();
    std::set<std::string> with_base;
    for (std::size_t row = 0; row < table->size(); ++row) {
        if (table->text(row, "pose") == "base") with_base.insert(table->text(row, "level"));
    }
    BestPlaces best;
    for (std::size_t row = 0; row < table->size(); ++row) {
        const std::string& level = table->text(row, "level");
        const std::string& pose = table->text(row, "pose");
        // A source's own pose stands elsewhere; it counts only where nothing else is known.
        if (pose != "base" && with_base.count(level) != 0) continue;
        const std::string& source = table->text(row, "source");
        for (const Point& point : kPoints) {
            const std::string prefix = point.prefix;
            const auto at = table->point(row, prefix + "x", prefix + "y", prefix + "z");
            if (!at.ok()) return at.error();
            if (!*at || (level == "S1" && prefix == "c")) continue;
            best.offer(rank_of(source, pose),
                       {"vertebra", point.name + level + point.side, point.kind, source, **at,
                        level == "S1" ? "sacrum" : "vertebra." + level});
        }
    }
    best.into(reference.places);
    return {};
}

Status read_ribs(const std::filesystem::path& path, Reference& reference) {
    const auto table = CsvTable::read(
        path, {"rib", "side", "source", "pose", "pt", "frac", "x", "y", "z", "section_thickness"});
    if (!table.ok()) return table.error();
    for (std::size_t row = 0; row < table->size(); ++row) {
        if (table->text(row, "pose") != "base") continue;
        const auto number = table->number(row, "rib");
        if (!number.ok()) return number.error();
        const auto at = table->point(row, "x", "y", "z");
        if (!at.ok()) return at.error();
        if (!*at) return bad_input(table->place(row), "a rib's point without place");
        const std::string name =
            "rib." + table->text(row, "rib") + side_name(table->text(row, "side"));
        if (reference.ribs.empty() || reference.ribs.back().name != name) {
            const auto thickness = table->number(row, "section_thickness");
            if (!thickness.ok()) return thickness.error();
            reference.ribs.push_back(
                {name, static_cast<int>(*number), table->text(row, "source"), {}, *thickness});
        }
        reference.ribs.back().points.push_back(**at);
    }
    for (const RibLine& rib : reference.ribs) {
        if (rib.points.size() < 2) return bad_input(path.string(), rib.name + " has one point");
    }
    return {};
}

Status read_scapula(const std::filesystem::path& path, Reference& reference) {
    const auto table = CsvTable::read(path, {"landmark", "side", "source", "pose", "x", "y", "z"});
    if (!table.ok()) return table.error();
    for (std::size_t row = 0; row < table->size(); ++row) {
        if (table->text(row, "pose") != "base") continue;
        const auto at = table->point(row, "x", "y", "z");
        if (!at.ok()) return at.error();
        if (!*at) continue;
        reference.places.push_back(
            {"scapula",
             "scapula." + table->text(row, "landmark") + side_name(table->text(row, "side")),
             PlaceKind::Landmark, table->text(row, "source"), **at, "scapula"});
    }
    return {};
}

Status read_pelvis(const std::filesystem::path& path, Reference& reference) {
    const auto table = CsvTable::read(path, {"landmark", "side", "source", "x", "y", "z"});
    if (!table.ok()) return table.error();
    for (std::size_t row = 0; row < table->size(); ++row) {
        const std::string& landmark = table->text(row, "landmark");
        if (landmark == "S1_endplate_centre") continue;  // the origin
        const auto at = table->point(row, "x", "y", "z");
        if (!at.ok()) return at.error();
        if (!*at) continue;
        const std::string& side = table->text(row, "side");
        Place place{"pelvis", landmark, PlaceKind::Surface, table->text(row, "source"), **at, ""};
        if (side != "M") place.name += side_name(side);
        if (landmark == "iliac_crest_top" || landmark == "PSIS") {
            place.kind = PlaceKind::Landmark;
            place.name = (landmark == "PSIS" ? "psis" : "iliac_crest") + side_name(side);
        }
        place.bone = landmark.starts_with("sacr") ? "sacrum" : "ilium";
        reference.places.push_back(std::move(place));
    }
    return {};
}

bool is_on_trunk(const std::string& body) {
    return !body.starts_with("humerus") && !body.starts_with("clavicle");
}

// "scapula_R" is "scapula", "rib7_R" "rib.7", "thoracic7" "T7".
std::string bone_of(const std::string& body) {
    const std::string name = body.substr(0, body.find('_'));
    if (name.starts_with("rib")) return "rib." + name.substr(3);
    if (name.starts_with("thoracic")) return "T" + name.substr(8);
    return name;
}

Status read_paths(const std::filesystem::path& path, Reference& reference) {
    const auto table = CsvTable::read(path, {"source", "muscle", "group", "side", "pt", "n_pts",
                                             "body", "x", "y", "z", "pcsa_mm2"});
    if (!table.ok()) return table.error();
    std::string last;
    double last_number = 0.0;
    bool goes_on = false;
    for (std::size_t row = 0; row < table->size(); ++row) {
        const auto at = table->point(row, "x", "y", "z");
        if (!at.ok()) return at.error();
        const auto number = table->number(row, "pt");
        if (!number.ok()) return number.error();
        const std::string& source = table->text(row, "source");
        const std::string name = table->text(row, "muscle") + side_name(table->text(row, "side"));
        if (source + name != last) {
            reference.paths.push_back({name,
                                       table->text(row, "group"),
                                       table->text(row, "side") == "L",
                                       source,
                                       {},
                                       false,
                                       {},
                                       0.0});
            if (!table->text(row, "pcsa_mm2").empty()) {
                const auto section = table->number(row, "pcsa_mm2");
                if (!section.ok()) return section.error();
                reference.paths.back().section_mm2 = *section;
            }
            goes_on = false;
        }
        goes_on = goes_on && *number == last_number + 1.0;
        last = source + name;
        last_number = *number;
        const bool is_usable = at->has_value() && is_on_trunk(table->text(row, "body"));
        if (table->text(row, "body") == "pelvis") reference.paths.back().is_from_pelvis = true;
        auto& pieces = reference.paths.back().pieces;
        auto& bones = reference.paths.back().bones;
        if (is_usable && !goes_on) {
            pieces.emplace_back();
            bones.emplace_back();
        }
        if (is_usable) {
            pieces.back().push_back(**at);
            bones.back().push_back(bone_of(table->text(row, "body")));
        }
        goes_on = is_usable;
    }
    return {};
}

Status read_skin(const std::filesystem::path& path, Reference& reference) {
    const auto table = CsvTable::read(path, {"z", "x", "y_rel_midline", "y_base"});
    if (!table.ok()) return table.error();
    for (std::size_t row = 0; row < table->size(); ++row) {
        SkinProfilePoint point;
        const std::pair<const char*, double*> columns[] = {
            {"z", &point.z}, {"x", &point.x}, {"y_rel_midline", &point.behind_midline}};
        for (const auto& [column, into] : columns) {
            const auto value = table->number(row, column);
            if (!value.ok()) return value.error();
            *into = *value;
        }
        if (!table->text(row, "y_base").empty()) {
            const auto y = table->number(row, "y_base");
            if (!y.ok()) return y.error();
            point.y = *y;
        }
        reference.skin.push_back(point);
    }
    return {};
}

}  // namespace

Result<Reference> read_reference(const std::filesystem::path& folder) {
    Reference reference;
    const std::pair<const char*, Status (*)(const std::filesystem::path&, Reference&)> files[] = {
        {"vertebrae.csv", read_vertebrae}, {"ribs.csv", read_ribs},
        {"scapula.csv", read_scapula},     {"pelvis.csv", read_pelvis},
        {"muscle_paths.csv", read_paths},  {"skin.csv", read_skin}};
    for (const auto& [name, read] : files) {
        if (const Status status = read(folder / name, reference); !status.ok())
            return status.error();
    }
    return reference;
}

}  // namespace dryrun::compare
