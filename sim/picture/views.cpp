// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/views.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/json.h"

namespace dryrun::picture {
namespace {

// Reads one finite number from the start of `text` and drops it there.
std::optional<double> take_number(std::string_view& text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, std::string_view part) {
    if (text.substr(0, part.size()) != part) return false;
    text.remove_prefix(part.size());
    return true;
}

std::optional<Vec3> take_point(std::string_view& text) {
    const auto x = take_number(text);
    if (!x || !take(text, ",")) return std::nullopt;
    const auto y = take_number(text);
    if (!y || !take(text, ",")) return std::nullopt;
    const auto z = take_number(text);
    if (!z) return std::nullopt;
    return Vec3{*x, *y, *z};
}

std::string quoted(std::string_view text) {
    std::string out(1, '\'');
    out += text;
    out += '\'';
    return out;
}

constexpr double kProbeLateral = 50.0;

Error bad_plane(std::string_view text) {
    return {ErrorKind::Usage, quoted(text) + " is no plane", "plane",
            "write axial:T7, sagittal:-60 or oblique:X,Y,Z/NX,NY,NZ"};
}

}  // namespace

Result<View> parse_view(std::string_view name) {
    constexpr std::string_view kNames[] = {"posterior", "left",    "right",
                                           "oblique",   "section", "ultrasound"};
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        if (name == kNames[i]) return static_cast<View>(i);
    }
    return Error{ErrorKind::Usage, "there is no view " + quoted(name), "view",
                 "views are posterior, left, right, oblique, section, ultrasound"};
}

Result<Size> parse_size(std::string_view text) {
    std::string_view rest = text;
    const auto width = take_number(rest);
    const bool has_sign = take(rest, "x");
    const auto height = take_number(rest);
    const auto fits = [](const std::optional<double>& v) {
        return v && *v >= 16.0 && *v <= 8192.0 && *v == std::floor(*v);
    };
    if (!fits(width) || !has_sign || !fits(height) || !rest.empty()) {
        return Error{ErrorKind::Usage, quoted(text) + " is no size", "size",
                     "write WIDTHxHEIGHT in pixels, 16 to 8192 each"};
    }
    return Size{static_cast<int>(*width), static_cast<int>(*height)};
}

SectionPlane axial_plane(const Vec3& point, std::string name) {
    return {point, {0.0, 0.0, 1.0}, {0.0, 1.0, 0.0}, std::move(name), point};
}

Result<SectionPlane> parse_plane(std::string_view text, const anatomy::Atlas& atlas) {
    std::string_view rest = text;
    if (take(rest, "axial:")) {
        const auto landmark = atlas.landmark("spinous." + std::string(rest));
        // A probe stands over the ribs, between spine and scapula.
        const Vec3 beside{-kProbeLateral, 0.0, 0.0};
        if (landmark) {
            SectionPlane plane = axial_plane(*landmark, "axial section at " + std::string(rest));
            plane.probe += beside;
            return plane;
        }
        const auto z = take_number(rest);
        if (!z || !rest.empty()) return bad_plane(text);
        SectionPlane plane =
            axial_plane({0.0, 0.0, *z}, "axial section at z " + fixed_text(*z, 0) + " mm");
        plane.probe += beside;
        return plane;
    }
    if (take(rest, "sagittal:")) {
        const auto x = take_number(rest);
        if (!x || !rest.empty()) return bad_plane(text);
        const std::string side = *x > 0 ? " mm left of the midline" : " mm right of the midline";
        const std::string place = *x == 0 ? "midline" : fixed_text(std::fabs(*x), 0) + side;
        const auto middle = atlas.landmark("spinous.T5");
        const Vec3 at{*x, middle ? middle->y : 0.0, middle ? middle->z : 0.0};
        return SectionPlane{at, {1.0, 0.0, 0.0}, {0.0, 0.0, 1.0}, "sagittal section, " + place, at};
    }
    if (take(rest, "oblique:")) {
        const auto point = take_point(rest);
        if (!point || !take(rest, "/")) return bad_plane(text);
        const auto normal = take_point(rest);
        if (!normal || !rest.empty() || length(*normal) < 1e-9) return bad_plane(text);
        const Vec3 forward = normalised(*normal);
        const Vec3 hint = std::fabs(forward.z) < 0.9 ? Vec3{0, 0, 1} : Vec3{0, 1, 0};
        return SectionPlane{*point, forward, normalised(hint - forward * dot(hint, forward)),
                            "oblique section", *point};
    }
    return bad_plane(text);
}

Box working_field(const anatomy::Atlas& atlas) {
    constexpr double kSkin = 40.0;  // behind the spine's tips at most
    Box box;
    for (const char* name : {"spinous.C6", "spinous.L1", "scapula.acromion.left",
                             "scapula.acromion.right", "scapula.inferior_angle.left"}) {
        if (const auto at = atlas.landmark(name)) box.take_in(*at, kSkin);
    }
    return box;
}

render::Camera camera_of(View view, const Vec3& low, const Vec3& high,
                         const render::Viewport& viewport) {
    render::Camera camera;
    camera.target = lerp(low, high, 0.5);
    switch (view) {
        case View::Left:
            camera.forward = {-1.0, 0.0, 0.0};
            break;
        case View::Right:
            camera.forward = {1.0, 0.0, 0.0};
            break;
        case View::Oblique: {
            // From behind, the patient's right and a little above.
            camera.forward = normalised({0.62, -0.68, -0.39});
            break;
        }
        case View::Posterior:
        case View::Section:
        case View::Ultrasound:
            camera.forward = {0.0, -1.0, 0.0};
            break;
    }
    camera.up = normalised(Vec3{0, 0, 1} - camera.forward * camera.forward.z);
    const Vec3 right = render::right_of(camera);
    double half_width = 1.0;
    double half_height = 1.0;
    for (int corner = 0; corner < 8; ++corner) {
        const Vec3 point{corner & 1 ? high.x : low.x, corner & 2 ? high.y : low.y,
                         corner & 4 ? high.z : low.z};
        half_width = std::max(half_width, std::fabs(dot(point - camera.target, right)));
        half_height = std::max(half_height, std::fabs(dot(point - camera.target, camera.up)));
    }
    const double aspect = static_cast<double>(viewport.width) / viewport.height;
    camera.view_height = 2.0 * 1.08 * std::max(half_height, half_width / aspect);
    camera.depth_reach = distance(low, high) + 50.0;
    return camera;
}

render::Camera camera_of(const SectionPlane& plane) {
    render::Camera camera;
    camera.target = plane.point;
    camera.forward = plane.normal;
    camera.up = plane.up;
    camera.field_of_view_deg = 0.0;
    camera.depth_reach = 400.0;
    return camera;
}

}  // namespace dryrun::picture
