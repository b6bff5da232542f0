using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>Valkey's official image.</summary>
internal static class ValkeyContainer
{
    private const int MemoryPercent = 70;
    private const string FormerPassword = "FORMER_PASSWORD";
    private const string ExporterUsername = "EXPORTER_USERNAME";
    private const string ExporterPassword = "EXPORTER_PASSWORD";

    /// <summary>What the exporter asks for: statistics and settings, and no key.</summary>
    private static readonly ImmutableArray<string> ExporterRights =
    [
        "on",
        $">$({ExporterPassword})",
        "-@all",
        "+@connection",
        "+info",
        "+config|get",
        "+slowlog|get",
        "+slowlog|len",
        "+latency|latest",
        "+client|list",
        "+cluster|info",
    ];

    public static StoreContainer Create(ContainerRequest request)
    {
        var env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal) { ["REDISCLI_AUTH"] = request.Password };
        ImmutableArray<string> args = ["--requirepass", "$(REDISCLI_AUTH)", "--appendonly", "yes"];
        if (request.FormerPassword is { } former)
        {
            // The setting `requirepass` is for one password. Rules of the user replace it.
            env[FormerPassword] = former;
            args = [.. args[2..], "--user", "default", "on", ">$(REDISCLI_AUTH)", $">$({FormerPassword})", "~*", "&*", "+@all"];
        }

        if (request.Exporter is { } exporter)
        {
            env[ExporterUsername] = StoreAccess.Refer(exporter, exporter.UsernameKey);
            env[ExporterPassword] = StoreAccess.Refer(exporter, exporter.PasswordKey);
            args = [.. args, "--user", $"$({ExporterUsername})", .. ExporterRights];
        }

        return new StoreContainer
        {
            User = 999,
            DataFolder = "/data",
            Env = env,
            Args = [.. args, .. LimitMemory(request)],
            Size = StoreContainer.SizeOf("50m", "64Mi", "128Mi"),
        };
    }

    /// <summary>
    /// Keys get part of the memory: the rest is for clients, and for the copy that a rewrite of the log makes. A full server refuses writes
    /// instead of being killed; it removes no keys, because a store may be more than a cache.
    /// </summary>
    private static ImmutableArray<string> LimitMemory(ContainerRequest request)
    {
        if (request.MemoryLimit is not { } limit)
        {
            return [];
        }

        var bytes = limit.Scale(MemoryPercent, 100).WholeValue.ToString(CultureInfo.InvariantCulture);
        return ["--maxmemory", bytes, "--maxmemory-policy", "noeviction"];
    }
}
