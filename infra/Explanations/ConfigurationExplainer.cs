using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains where the environment variables and files of a service come from, without secrets and contents.</summary>
/// <param name="log">Receives the explanations.</param>
/// <param name="service">The service's plan.</param>
/// <param name="settings">Its settings as they are written.</param>
/// <param name="expanded">Its settings with what follows from the stores it uses.</param>
internal sealed class ConfigurationExplainer(DecisionLog log, ServicePlan service, ServiceSettings settings, ServiceSettings expanded)
{
    private const string Secret = "[secret]";
    private const string StoreRule = "rule: how to connect to a store that it uses";
    private const string AddressRule = "rule: <NAME>_URL = scheme://name.namespace.svc:port of a service that is called";

    /// <summary>Explains the variables of the service, its versions and its additional containers.</summary>
    public void ExplainVariables()
    {
        var stored = service.Environment.Concat(service.Secrets.Select(secret => KeyValuePair.Create(secret.Key, Secret)));
        var others = service.Variables.Select(variable => KeyValuePair.Create(variable.Name, Describe(variable.Source)));
        foreach (var (name, value) in stored.Concat(others).OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            AddVariable(["env", name], value);
        }

        foreach (var (name, version) in settings.Versions)
        {
            ExplainOwn(["versions", name, "env"], version.Env);
        }

        foreach (var (name, container) in settings.Init)
        {
            ExplainOwn(["init", name, "env"], container.Env);
        }

        foreach (var (name, container) in settings.Sidecars)
        {
            ExplainOwn(["sidecars", name, "env"], container.Env);
        }
    }

    public void ExplainFiles()
    {
        foreach (var file in service.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var (kind, name) = (
                file.IsSecret ? "Secret" : "ConfigMap",
                file.IsFolder ? DerivedNames.Folder(service.Name, file.Path) : DerivedNames.Files(service.Name)
            );
            var size = file.Entries.Sum(entry => entry.Content.Size);
            var count = file.Entries.Length == 1 ? "1 file" : $"{file.Entries.Length} files";
            var what = file.IsFolder ? $"{count} of {size} bytes" : $"{size} bytes";
            var source = file.Entries[0].Source is { } path && !file.IsFolder ? $" of {path}" : "";
            var mode = file.Mode is { } permissions ? $", mode {new FilePermissions(permissions)}" : "";
            Add(["files", file.Path], $"{what}{source} in {kind} {name}{mode}", "set");
        }
    }

    private void ExplainOwn(ImmutableArray<string> path, IReadOnlyDictionary<string, EnvironmentSettings> variables)
    {
        foreach (var (name, variable) in variables)
        {
            var value =
                variable.IsStoredSecret ? Secret
                : variable.Address is { } address ? $"address of '{address}'"
                : Describe(EnvironmentPlanner.CreateSource(variable));
            Add(path.Add(name), value, "set");
        }
    }

    private void AddVariable(ImmutableArray<string> path, string value)
    {
        if (settings.Env.ContainsKey(path[^1]))
        {
            Add(path, value, "set");
        }
        else
        {
            var (rule, source) = expanded.Env.ContainsKey(path[^1]) ? (StoreRule, "uses") : (AddressRule, "calls");
            var place = log.FindPlace("services", service.Family, source);
            log.Add(new Explanation(string.Join('.', path), value, rule, DecisionLog.Format(place)));
        }
    }

    private void Add(ImmutableArray<string> path, string value, string reason)
    {
        var place = log.FindPlace(["services", service.Family, .. path]);
        log.Add(new Explanation(string.Join('.', path), value, reason, DecisionLog.Format(place)));
    }

    private static string Describe(VariableSource source) =>
        source switch
        {
            SecretKey key => $"key '{key.Key}' of Secret '{key.Secret}'{Optional(key.Optional)}",
            ConfigMapKey key => $"key '{key.Key}' of ConfigMap '{key.ConfigMap}'{Optional(key.Optional)}",
            PodField field => $"field {field.Path}",
            ContainerResource resource => Describe(resource),
            WrittenText { Text: var text } => text.ToString(),
            _ => Secret,
        };

    private static string Describe(ContainerResource resource)
    {
        var divisor = resource.Divisor is { } unit ? string.Create(CultureInfo.InvariantCulture, $" / {unit}") : "";
        return $"{resource.Resource}{divisor}{(resource.Container is { } container ? $" of '{container}'" : "")}";
    }

    private static string Optional(bool optional) => optional ? ", optional" : "";
}
