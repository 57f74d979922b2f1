// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dryrun {
namespace {

Error failed(ErrorKind kind, const std::filesystem::path& path, const char* doing) {
    return {kind, std::string("cannot ") + doing + ": " + std::strerror(errno), path.string(), {}};
}

Status write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed(ErrorKind::Environment, path, "write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t most_bytes) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return failed(ErrorKind::BadInput, path, "open");
    struct stat info {};
    if (::fstat(descriptor, &info) == 0 && S_ISDIR(info.st_mode)) {
        ::close(descriptor);
        return bad_input(path.string(), "is a folder, a file was wanted");
    }
    std::string content;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            const Error error = failed(ErrorKind::BadInput, path, "read");
            ::close(descriptor);
            return error;
        }
        if (got == 0) break;
        content.append(buffer, static_cast<std::size_t>(got));
        if (content.size() > most_bytes) {
            ::close(descriptor);
            return bad_input(path.string(),
                             "is larger than " + std::to_string(most_bytes) + " bytes");
        }
    }
    ::close(descriptor);
    return content;
}

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
    if (path == "-") return write_all(STDOUT_FILENO, bytes, "standard output");
    // A device or pipe cannot be replaced by a rename; it is written in place.
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored) &&
        !std::filesystem::is_regular_file(path, ignored)) {
        const int in_place = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (in_place < 0) return failed(ErrorKind::Environment, path, "open for writing");
        const Status written = write_all(in_place, bytes, path);
        ::close(in_place);
        return written;
    }
    // The process id keeps two writers of one name from sharing a temporary file.
    const std::filesystem::path temporary =
        path.string() + "." + std::to_string(::getpid()) + ".tmp";
    const int descriptor =
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) return failed(ErrorKind::Environment, path, "create");
    Status status = write_all(descriptor, bytes, path);
    if (status.ok() && ::fsync(descriptor) != 0 && errno != EINVAL)
        status = failed(ErrorKind::Environment, path, "write");
    if (::close(descriptor) != 0 && status.ok())
        status = failed(ErrorKind::Environment, path, "write");
    if (status.ok() && ::rename(temporary.c_str(), path.c_str()) != 0)
        status = failed(ErrorKind::Environment, path, "replace");
    if (!status.ok()) ::unlink(temporary.c_str());
    return status;
}

FileAppender::FileAppender(FileAppender&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

FileAppender& FileAppender::operator=(FileAppender&& other) noexcept {
    if (this != &other) {
        if (descriptor_ >= 0) ::close(descriptor_);
        descriptor_ = std::exchange(other.descriptor_, -1);
        path_ = std::move(other.path_);
    }
    return *this;
}

FileAppender::~FileAppender() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<FileAppender> FileAppender::create(const std::filesystem::path& path) {
    FileAppender appender;
    appender.path_ = path;
    appender.descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (appender.descriptor_ < 0) return failed(ErrorKind::Environment, path, "create");
    return appender;
}

Status FileAppender::append(std::string_view bytes) {
    DRYRUN_ASSERT(descriptor_ >= 0);
    return write_all(descriptor_, bytes, path_);
}

Status FileAppender::close() {
    if (descriptor_ < 0) return {};
    const int descriptor = std::exchange(descriptor_, -1);
    const bool synced = ::fsync(descriptor) == 0 || errno == EINVAL;
    const bool closed = ::close(descriptor) == 0;
    if (!synced || !closed) return failed(ErrorKind::Environment, path_, "write");
    return {};
}

std::filesystem::path assets_folder() {
    if (const char* folder = std::getenv("DRYRUN_ASSETS"); folder != nullptr && *folder != '\0')
        return folder;
    std::error_code ignored;
    if (std::filesystem::is_directory(DRYRUN_BUILT_ASSETS, ignored)) return DRYRUN_BUILT_ASSETS;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return program.parent_path().parent_path() / "share" / "dryrun";
}

}  // namespace dryrun
