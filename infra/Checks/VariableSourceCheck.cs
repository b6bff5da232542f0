using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that each environment variable has one source, and that Kubernetes accepts it.</summary>
internal sealed partial class VariableSourceCheck : ISettingsCheck
{
    /// <summary>The fields that the API server accepts in <c>env</c> (<c>validEnvDownwardAPIFieldPathExpressions</c>).</summary>
    private static readonly string[] Fields =
    [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    ];

    public void Check(SettingsReview review)
    {
        foreach (var variables in ReviewedVariables.Find(review))
        {
            foreach (var (name, variable) in variables.Own)
            {
                CheckSource(variables.Service, variables.At.Key(name), variable);
            }
        }

        foreach (var service in review.Services())
        {
            CheckSources(service, service.At("envFrom"), service.Settings.EnvFrom);
            foreach (var (group, containers) in new[] { ("init", service.Settings.Init), ("sidecars", service.Settings.Sidecars) })
            {
                foreach (var (name, container) in containers)
                {
                    CheckSources(service, service.At(group, name, "envFrom"), container.EnvFrom);
                }
            }
        }
    }

    private static void CheckSource(ServiceUnderReview service, SettingsPath at, EnvironmentSettings variable)
    {
        (string Name, bool IsSet)[] sources =
        [
            ("a value", variable.Value is not null),
            ("a Secret", variable.Secret.Name is not null),
            ("a ConfigMap", variable.ConfigMap is not null),
            ("a field", variable.Field is not null),
            ("a resource", variable.Resource is not null),
            ("an address", variable.Address is not null),
        ];
        string[] present = [.. sources.Where(source => source.IsSet).Select(source => source.Name)];
        if (present.Length != 1)
        {
            service.Reject(
                at,
                present.Length == 0 ? "the variable has no value" : $"the variable has both {present[0]} and {present[1]}",
                "write either a value or one of '{secret: <name>, key: <key>}', '{configMap: <name>, key: <key>}', '{field: <path>}', "
                    + "'{resource: <name>}' and '{address: <service>}'"
            );
            return;
        }

        CheckCompanions(service, at, variable);
        CheckObject(service, at, variable);
        CheckField(service, at.Key("field"), variable.Field);
        ResourceFieldCheck.Check(service, at, variable.Resource, variable.Container, variable.Divisor);
        CheckAddress(service, at, variable);
    }

    /// <summary>Rejects settings that have no effect on the source.</summary>
    private static void CheckCompanions(ServiceUnderReview service, SettingsPath at, EnvironmentSettings variable)
    {
        var isKey = (variable.Secret.Name ?? variable.ConfigMap) is not null;
        (string Key, bool IsSet, bool Applies, string Companion)[] companions =
        [
            ("secret", variable.Secret.IsStored, variable.Value is not null, "a value; for a Secret write its name"),
            ("key", variable.Key is not null, isKey, "the name of a Secret or ConfigMap"),
            ("optional", variable.Optional, isKey, "the name of a Secret or ConfigMap"),
            ("divisor", variable.Divisor is not null, variable.Resource is not null, "'resource'"),
            ("container", variable.Container is not null, variable.Resource is not null, "'resource'"),
            ("port", variable.Port is not null, variable.Address is not null, "'address'"),
            ("as", variable.As is not null, variable.Address is not null, "'address'"),
        ];
        foreach (var (key, _, _, companion) in companions.Where(companion => companion.IsSet && !companion.Applies))
        {
            service.Reject(at.Key(key), $"'{key}' has an effect only beside {companion}", "remove it");
        }
    }

    private static void CheckObject(ServiceUnderReview service, SettingsPath at, EnvironmentSettings variable)
    {
        if ((variable.Secret.Name ?? variable.ConfigMap) is not { } name)
        {
            return;
        }

        var (setting, kind) = variable.ConfigMap is null ? ("secret", "a Secret") : ("configMap", "a ConfigMap");
        ReferenceCheck.CheckName(service.Review, at.Key(setting), name, kind);
        if (variable.Key is not { } key)
        {
            service.Reject(at, $"the key of '{name}' is missing", $"write '{{{setting}: {name}, key: <key>}}'", at.Key("key"));
        }
        else if (key.Length > FilePlanner.KeyLength || !Key().IsMatch(key))
        {
            service.Reject(at.Key("key"), $"'{key}' is not a valid key", "use letters, digits, '-', '_' and '.'");
        }
    }

    private static void CheckField(ServiceUnderReview service, SettingsPath at, string? field)
    {
        if (field is null || Fields.Contains(field))
        {
            return;
        }

        if (Subscript().Match(field) is { Success: true } match)
        {
            if (!KubernetesNames.IsLabelKey(match.Groups["key"].Value))
            {
                service.Reject(
                    at,
                    $"'{match.Groups["key"].Value}' is not a valid key of a label or annotation",
                    "write it as example.com/name"
                );
            }

            return;
        }

        service.Reject(
            at,
            $"'{field}' is not a field that Kubernetes passes to containers",
            $"{Suggestion.For(field, Fields)}; labels and annotations are written as metadata.labels['<key>']"
        );
    }

    private static void CheckAddress(ServiceUnderReview service, SettingsPath at, EnvironmentSettings variable)
    {
        if (variable.Address is not { } address)
        {
            return;
        }

        var calls = service.Settings.Calls.Where(call => call.Service == address).ToImmutableArray();
        if (calls.IsEmpty)
        {
            service.Reject(
                at.Key("address"),
                $"'{service.Name}' does not call '{address}'",
                $"add '{address}' to its 'calls'",
                service.At("calls")
            );
            return;
        }

        if (variable.Port is not { } port || !service.Review.Settings.Services.TryGetValue(address, out var callee))
        {
            return;
        }

        string[] ports = [.. DeclaredPort.InService(callee).Select(declared => declared.Name).OfType<string>()];
        if (!ports.Contains(port, StringComparer.Ordinal))
        {
            service.Reject(at.Key("port"), $"'{address}' has no port '{port}'", Suggestion.For(port, ports));
        }
        else if (!calls.Any(call => call.Port is null || call.Port == port))
        {
            service.Reject(
                at.Key("port"),
                $"'{service.Name}' does not call the port '{port}' of '{address}'",
                $"add '{address}:{port}' to its 'calls'",
                service.At("calls")
            );
        }
    }

    private static void CheckSources(ServiceUnderReview service, SettingsPath at, ImmutableArray<EnvironmentSourceSettings> sources)
    {
        for (var i = 0; i < sources.Length; i++)
        {
            var source = sources[i];
            if (source.Secret is null == source.ConfigMap is null)
            {
                service.Reject(
                    at.Item(i),
                    source.Secret is null ? "the source has no name" : "the source is both a Secret and a ConfigMap",
                    "write either '{secret: <name>}' or '{configMap: <name>}'"
                );
            }
            else
            {
                var (setting, kind) = source.Secret is null ? ("configMap", "a ConfigMap") : ("secret", "a Secret");
                ReferenceCheck.CheckName(service.Review, at.Item(i).Key(setting), source.Secret ?? source.ConfigMap!, kind);
            }

            if (source.Prefix is { } prefix && !Prefix().IsMatch(prefix))
            {
                service.Reject(
                    at.Item(i).Key("prefix"),
                    $"'{prefix}' cannot start the name of an environment variable",
                    "use letters, digits, '_', '-' and '.', not starting with a digit, such as MASTODON_"
                );
            }
        }
    }

    [GeneratedRegex(@"^metadata\.(labels|annotations)\['(?<key>[^']*)'\]$")]
    internal static partial Regex Subscript();

    [GeneratedRegex(@"^(?!\.\.|\.$)[-._a-zA-Z0-9]+$")]
    private static partial Regex Key();

    [GeneratedRegex(@"^(?!\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$")]
    private static partial Regex Prefix();
}
