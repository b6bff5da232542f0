using System.Globalization;

namespace Engine.Tests.Docker.Real;

/// <summary>A test that needs a Docker engine and a registry of its own; skipped with the reason where they cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EngineFactAttribute : FactAttribute
{
    private const ulong NetAdmin = 1UL << 12;
    private const ulong SysAdmin = 1UL << 21;

    private static readonly Lazy<string?> Reason = new(FindReason);

    public EngineFactAttribute() => Skip = Reason.Value;

    private static string? FindReason() =>
        !OperatingSystem.IsLinux() ? "a Docker engine needs Linux"
        : Programs.Find("dockerd") is null ? "dockerd is not on the PATH (Debian package 'docker.io')"
        : Programs.Find("docker-registry") is null ? "docker-registry is not on the PATH (Debian package 'docker-registry')"
        : Programs.FindBusybox() is null ? "there is no statically linked busybox (Debian package 'busybox-static')"
        : (Capabilities() & (NetAdmin | SysAdmin)) != (NetAdmin | SysAdmin) ? "dockerd needs the capabilities NET_ADMIN and SYS_ADMIN"
        : null;

    private static ulong Capabilities() =>
        File.ReadLines("/proc/self/status")
            .Where(line => line.StartsWith("CapEff:", StringComparison.Ordinal))
            .Select(line => ulong.Parse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
