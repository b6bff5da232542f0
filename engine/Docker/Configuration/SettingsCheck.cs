using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Configuration;

/// <summary>Checks and compares the inputs of providers.</summary>
internal static class SettingsCheck
{
    private static readonly string[] Known =
    [
        "caMaterial",
        "certMaterial",
        "certPath",
        "context",
        "disableDockerDaemonCheck",
        "host",
        "keyMaterial",
        "registryAuth",
        "sshOpts",
    ];

    private static readonly string[] Secret = ["keyMaterial", "registryAuth"];

    // Another engine has none of the objects: everything on it has to be created again.
    private static readonly string[] Engine = ["context", "host"];

    /// <summary>Checks the inputs, and marks those as secret that hold credentials.</summary>
    public static CheckResult Check(PropertyMap inputs, Func<string, string?> environment, string directory)
    {
        var failures = new List<CheckFailure>();
        failures.AddRange(
            inputs
                .Keys.Where(key =>
                    !Known.Contains(key) && !Json.PropertyJson.IsInternal(key) && key is not ("version" or "pluginDownloadURL")
                )
                .Select(key => new CheckFailure(key, $"the Docker provider has no such setting: it has {string.Join(", ", Known)}"))
        );
        if (inputs.Find("disableDockerDaemonCheck")?.RevealSecrets() is PropertyString { Value: not ("" or "true" or "false") } flag)
        {
            failures.Add(new CheckFailure("disableDockerDaemonCheck", $"\"{flag.Value}\" is neither true nor false"));
        }

        var values = new SettingValues(inputs);
        failures.AddRange(
            new[] { "registryAuth", "sshOpts" }
                .Where(key => values.IsSet(key) && !values.IsUnknown(key) && values.List(key) is null)
                .Select(key => new CheckFailure(key, "is not a list"))
        );
        if (DockerSettings.Read(inputs, environment, directory).Problem is { } problem)
        {
            failures.Add(new CheckFailure(problem.Property, problem.Reason));
        }

        return new CheckResult
        {
            Inputs = PropertyMap.From(
                inputs.Select(input => KeyValuePair.Create(input.Key, Secret.Contains(input.Key) ? input.Value.MakeSecret() : input.Value))
            ),
            Failures = failures,
        };
    }

    /// <summary>Compares two configurations. Another engine replaces everything, other credentials nothing.</summary>
    public static DiffResult Diff(PropertyMap before, PropertyMap after)
    {
        var changed = Known.Where(key => !Equals(before.Find(key)?.RevealSecrets(), after.Find(key)?.RevealSecrets())).ToList();
        return changed.Count == 0
            ? DiffResult.Same
            : new DiffResult
            {
                Changes = DiffChanges.Some,
                ChangedKeys = changed,
                ReplaceKeys = [.. changed.Where(Engine.Contains)],
            };
    }
}
