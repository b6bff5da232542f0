using System.Globalization;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Explanations;

/// <summary>Explains a store: what it is in this stack, and how each service reaches it.</summary>
internal sealed class StoreExplainer
{
    private readonly List<Explanation> _decisions = [];
    private readonly WrittenSettings _written;
    private readonly StackSettings _settings;
    private readonly StorePlan _store;

    private StoreExplainer(LoadedSettings loaded, StorePlan store)
    {
        (_written, _settings, _store) = (loaded.Written, loaded.Settings, store);
    }

    /// <summary>Explains a store in one of the stack's clusters.</summary>
    public static IReadOnlyList<Explanation> Explain(LoadedSettings loaded, ClusterPlan cluster, StorePlan store)
    {
        var explainer = new StoreExplainer(loaded, store);
        explainer.ExplainForm();
        if (store.HasData)
        {
            explainer.ExplainContainer(cluster.Services.First(service => service.Name == store.Name));
        }

        explainer.ExplainConnection();
        foreach (var user in store.Users)
        {
            explainer.ExplainUser(user);
        }

        return explainer._decisions;
    }

    private void ExplainForm()
    {
        var preset = $"fault tolerance '{EnumName(_settings.FaultTolerance)}': a container";
        Add("kind", EnumName(_store.Kind), "default");
        Add("form", EnumName(_store.Form), preset, SettingsPath.Root.Key("faultTolerance"));
    }

    private void ExplainContainer(ServicePlan server)
    {
        Add("version", _store.Image!.Version, "default of the kind");
        Add("image", server.Image.ToString(), "rule: the official image of the version");
        Add("size", StoreServices.SizeOf(_store.Settings).ToString(), "default");
        Add("storageClass", _store.Settings.StorageClass ?? "the cluster's default class", "default");
        ExplainAmounts("requests", server.Resources.Requests);
        ExplainAmounts("limits", server.Resources.Limits);
        Add("data", EnumName(_store.Settings.Data), "default");
        Add(
            new Explanation(
                "readiness",
                server.Health?.Readiness is null ? "none" : "a query",
                "rule: a store is ready when it answers one",
                ""
            )
        );
    }

    private void ExplainAmounts(string group, ResourceAmounts amounts)
    {
        foreach (var (key, amount) in ResourceAmounts.Kinds)
        {
            if (amount(amounts) is { } quantity)
            {
                Add($"resources.{group}.{key}", quantity.ToString(), "rule: what the kind needs for development");
            }
        }
    }

    private void ExplainConnection()
    {
        var connection = _store.Administrator;
        Add("host", connection.Host, "rule: <name>.<namespace>.svc");
        Add("port", connection.Port.ToString(CultureInfo.InvariantCulture), "rule: the kind's port");
        if (connection.Database is { } database)
        {
            Add("database", database, "rule: the store's name");
        }

        Add("tls", connection.Tls ? "true" : "false", _store.HasData ? "rule: none within the cluster" : "default");
        if (!_store.Credentials.IsEmpty)
        {
            Add("secret", connection.Secret, "rule: drawn once, and kept in the state");
        }
        else if (_store.Settings.Secret is not null)
        {
            Add("secret", connection.Secret, "set");
        }
    }

    private void ExplainUser(StoreUser user)
    {
        var place = _written.Find(SettingsPath.Root.Key("services").Key(user.Service).Key("uses"));
        var drawn = _store.Credentials.FirstOrDefault(credential => credential.Service == user.Service);
        string?[] parts =
        [
            drawn is null ? null : $"user '{drawn.Username}' of Secret '{drawn.Secret}'",
            user.Connection.Database is { } database ? $"{StoreFacts.Of(_store.Kind).DatabaseWord} '{database}'" : null,
            $"variables {string.Join(", ", user.Use.Dialects.Select(dialect => EnumName(dialect)))} as '{user.ConnectionName}'",
        ];
        Add(
            new Explanation(
                $"users.{user.Service}",
                string.Join(", ", parts.OfType<string>()),
                "rule: a service that uses it may reach it",
                DecisionLog.Format(place)
            )
        );
    }

    /// <summary>Adds the value of a setting, with its place if it is written and another reason if it is not.</summary>
    private void Add(string setting, string value, string reason, SettingsPath? otherwise = null)
    {
        var path = setting.Split('.').Aggregate(SettingsPath.Root.Key("stores").Key(_store.Name), (path, key) => path.Key(key));
        Add(
            _written.Find(path) is { } place
                ? new Explanation(setting, value, "set", DecisionLog.Format(place))
                : new Explanation(setting, value, reason, DecisionLog.Format(otherwise is null ? null : _written.Find(otherwise)))
        );
    }

    private void Add(Explanation decision) => _decisions.Add(decision);

    private static string EnumName<T>(T value)
        where T : struct, Enum => DecisionLog.EnumName(value);
}
