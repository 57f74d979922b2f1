// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/camera.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::render {
namespace {

constexpr double kSmallestView = 15.0;
constexpr double kLargestView = 3000.0;
constexpr double kDegreesPerViewHeight = 180.0;  // of a drag over the whole height
constexpr double kZoomPerNotch = 1.12;

bool is_orthographic(const Camera& camera) {
    return camera.field_of_view_deg <= 0.0;
}

double eye_distance(const Camera& camera) {
    if (is_orthographic(camera)) return camera.depth_reach;
    return 0.5 * camera.view_height / std::tan(0.5 * det::radians(camera.field_of_view_deg));
}

// Rodrigues' rotation of `v` about the unit `axis`.
Vec3 turned(const Vec3& v, const Vec3& axis, double angle) {
    const double c = std::cos(angle);
    return v * c + cross(axis, v) * std::sin(angle) + axis * (dot(axis, v) * (1.0 - c));
}

void make_orthonormal(Camera& camera) {
    camera.forward = normalised(camera.forward);
    camera.up = normalised(camera.up - camera.forward * dot(camera.up, camera.forward));
}

}  // namespace

Vec3 right_of(const Camera& camera) {
    return cross(camera.forward, camera.up);
}

Vec3 eye_of(const Camera& camera) {
    return camera.target - camera.forward * eye_distance(camera);
}

Matrix4 projection_view(const Camera& camera, const Viewport& viewport) {
    const Vec3 right = right_of(camera);
    const Vec3 eye = eye_of(camera);
    const double aspect = static_cast<double>(viewport.width) / std::max(viewport.height, 1);
    const double away = eye_distance(camera);
    const double near_plane = std::max(away - camera.depth_reach, away * 0.02 + 1.0);
    const double far_plane = away + camera.depth_reach;

    // Rows of the view matrix are the camera's axes; rows of the product follow by hand.
    double rows[4][4];
    const Vec3 axes[3] = {right, camera.up, camera.forward};
    for (int i = 0; i < 3; ++i) {
        rows[i][0] = axes[i].x, rows[i][1] = axes[i].y, rows[i][2] = axes[i].z;
        rows[i][3] = -dot(axes[i], eye);
    }
    double out[4][4];
    const double half = 0.5 * camera.view_height;
    const double scale_y = is_orthographic(camera) ? 1.0 / half : away / half;
    const double scale_x = scale_y / aspect;
    for (int j = 0; j < 4; ++j) {
        out[0][j] = rows[0][j] * scale_x;
        out[1][j] = rows[1][j] * scale_y;
    }
    const double span = far_plane - near_plane;
    for (int j = 0; j < 4; ++j) {
        const double one = j == 3 ? 1.0 : 0.0;
        if (is_orthographic(camera)) {
            out[2][j] = (2.0 * rows[2][j] - (far_plane + near_plane) * one) / span;
            out[3][j] = one;
        } else {
            out[2][j] =
                ((far_plane + near_plane) * rows[2][j] - 2.0 * far_plane * near_plane * one) / span;
            out[3][j] = rows[2][j];
        }
    }
    Matrix4 matrix{};
    for (std::size_t column = 0; column < 4; ++column) {
        for (std::size_t row = 0; row < 4; ++row) {
            matrix[column * 4 + row] = static_cast<float>(out[row][column]);
        }
    }
    return matrix;
}

Projected project(const Camera& camera, const Viewport& viewport, const Vec3& point) {
    const Vec3 offset = point - camera.target;
    const double depth = dot(offset, camera.forward);
    double scale = viewport.height / camera.view_height;
    if (!is_orthographic(camera)) {
        const double away = eye_distance(camera);
        scale *= away / std::max(away + depth, 1e-3);
    }
    return {0.5 * viewport.width + scale * dot(offset, right_of(camera)),
            0.5 * viewport.height - scale * dot(offset, camera.up), depth};
}

Ray ray_through(const Camera& camera, const Viewport& viewport, double x, double y) {
    const double size = pixel_size(camera, viewport);
    const Vec3 on_plane = camera.target + right_of(camera) * ((x - 0.5 * viewport.width) * size) -
                          camera.up * ((y - 0.5 * viewport.height) * size);
    if (is_orthographic(camera)) {
        return {on_plane - camera.forward * camera.depth_reach, camera.forward};
    }
    const Vec3 eye = eye_of(camera);
    return {eye, normalised(on_plane - eye)};
}

double pixel_size(const Camera& camera, const Viewport& viewport) {
    return camera.view_height / std::max(viewport.height, 1);
}

void rotate(Camera& camera, const Viewport& viewport, double dx, double dy) {
    const double per_pixel = det::radians(kDegreesPerViewHeight) / std::max(viewport.height, 1);
    camera.forward = turned(camera.forward, camera.up, -dx * per_pixel);
    const Vec3 right = right_of(camera);
    camera.forward = turned(camera.forward, right, -dy * per_pixel);
    camera.up = turned(camera.up, right, -dy * per_pixel);
    make_orthonormal(camera);
}

void pan(Camera& camera, const Viewport& viewport, double dx, double dy) {
    const double size = pixel_size(camera, viewport);
    camera.target += camera.up * (dy * size) - right_of(camera) * (dx * size);
}

void zoom_by_drag(Camera& camera, const Viewport& viewport, double dy) {
    const double factor = std::exp(2.0 * dy / std::max(viewport.height, 1));
    camera.view_height = std::clamp(camera.view_height * factor, kSmallestView, kLargestView);
}

void zoom_by_wheel(Camera& camera, double notches) {
    const double factor = std::pow(kZoomPerNotch, -notches);
    camera.view_height = std::clamp(camera.view_height * factor, kSmallestView, kLargestView);
}

}  // namespace dryrun::render
