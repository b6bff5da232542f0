using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>Valkey's official image.</summary>
internal static class ValkeyContainer
{
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
            Args = args,
            Size = StoreContainer.SizeOf("50m", "64Mi", "128Mi"),
        };
    }
}
