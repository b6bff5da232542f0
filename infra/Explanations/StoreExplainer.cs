using System.Globalization;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Explanations;

/// <summary>Explains a store: what it is in this stack, and how each service reaches it.</summary>
internal sealed partial class StoreExplainer
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
        if (store.Operator is { } storeOperator)
        {
            explainer.ExplainOperator(storeOperator);
        }
        else if (store.HasData)
        {
            explainer.ExplainContainer(cluster.Services.First(service => service.Name == store.Name));
        }

        explainer.ExplainConnection();
        explainer.ExplainAdministratorRotation();
        explainer.ExplainTopics();
        explainer.ExplainBackups();
        explainer.ExplainMetrics();
        foreach (var user in store.Users)
        {
            explainer.ExplainUser(user);
            explainer.ExplainRotation(user);
        }

        foreach (var service in cluster.Services)
        {
            foreach (var queue in service.Queues.Where(queue => queue.Connection.Store == store.Name))
            {
                explainer.ExplainQueue(service.Name, queue);
            }
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
        ExplainVersion(server.Image.ToString());
        ExplainVolume();
        ExplainAmounts("requests", server.Resources.Requests);
        ExplainAmounts("limits", server.Resources.Limits);
        Add(
            new Explanation(
                "readiness",
                server.Health?.Readiness is null ? "none" : "a query",
                "rule: a store is ready when it answers one",
                ""
            )
        );
    }

    private void ExplainOperator(StoreOperator storeOperator)
    {
        var facts = storeOperator.Facts;
        Add(new Explanation("operator", facts.Name, "rule: the kind's operator", ""));
        if (_store.Image is { } image)
        {
            ExplainVersion(image.Image.Resolve(_settings.Images).ToString());
        }

        if (facts.HasServers)
        {
            var replicas = OperatedStore.GetReplicas(_store.Settings, _settings.FaultTolerance);
            Add(
                "replicas",
                replicas.ToString(CultureInfo.InvariantCulture),
                "rule: of the fault tolerance",
                SettingsPath.Root.Key("faultTolerance")
            );
            ExplainVolume();
        }
        else
        {
            Add("data", EnumName(_store.Settings.Data), "default");
        }

        ExplainObjects();
        foreach (var pods in _store.Pods)
        {
            Add(new Explanation("pods", $"at most {pods.Count}", "rule: they count in the namespace's quota", ""));
        }
    }

    private void ExplainObjects()
    {
        foreach (var item in _store.Objects)
        {
            var ready = item.ReadyWhen is { } condition ? $"ready when {condition}" : "ready when it exists";
            Add(new Explanation($"objects.{item.Kind}.{item.Name}", item.ApiVersion, $"rule: {ready}", ""));
        }
    }

    private void ExplainVersion(string image)
    {
        Add("version", _store.Image!.Version, "default of the kind");
        Add("image", image, "rule: the official image of the version");
    }

    private void ExplainVolume()
    {
        Add("size", StoreServices.SizeOf(_store.Settings).ToString(), "default");
        Add("storageClass", _store.Settings.StorageClass ?? "the cluster's default class", "default");
        Add("data", EnumName(_store.Settings.Data), "default");
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
        Add("host", connection.Host, _store.Operator is null ? "rule: <name>.<namespace>.svc" : "rule: the operator's Service");
        Add("port", connection.Port.ToString(CultureInfo.InvariantCulture), "rule: the kind's port");
        if (connection.Database is { } database)
        {
            Add("database", database, "rule: the store's name");
        }

        Add(
            "tls",
            connection.Tls ? "true" : "false",
            _store.Operator is { } own
                    ? (own.Facts.Tls ? "rule: the operator makes the certificate" : "rule: clients do not know the authority")
                : _store.HasData ? "rule: none within the cluster"
                : "default"
        );
        if (_store.Operator is not null)
        {
            Add("secret", connection.Secret, "rule: the operator's own, by its known name");
        }
        else if (!_store.Credentials.IsEmpty)
        {
            Add("secret", connection.Secret, "rule: drawn once, and kept in the state");
        }
        else if (ExternalCredentials.Find(_store.Settings, _store.Form) is { } source)
        {
            Add(new Explanation("secret", connection.Secret, $"rule: External Secrets makes it from '{source.Store.Name}'", ""));
            ExplainObjects();
        }
        else if (_store.Settings.Secret is not null)
        {
            Add("secret", connection.Secret, "set");
        }
    }

    private void ExplainMetrics()
    {
        if (_store.Metrics is { } metrics)
        {
            var port = metrics.Port.ToString(CultureInfo.InvariantCulture);
            Add(
                "metrics",
                metrics.Exporter is null ? $"of the servers, at port {port}" : $"of {StoreNames.Exporter(_store.Name)}, at port {port}",
                "rule: the stack has monitoring"
            );
        }
        else
        {
            Add("metrics", "none", "rule: they need 'monitoring', and servers or an exporter that offer them");
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
            user.Use.Dialects.IsEmpty
                ? null
                : $"variables {string.Join(", ", user.Use.Dialects.Select(dialect => EnumName(dialect)))} as '{user.ConnectionName}'",
            user.Use.Variables.Count == 0 ? null : $"variables {string.Join(", ", user.Use.Variables.Keys)}",
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

    private void ExplainQueue(string service, QueuePlan queue)
    {
        var place = _written.Find(SettingsPath.Root.Key("services").Key(service).Key("scaling").Key("queue"));
        var name = queue.Settings switch
        {
            { Topic: { } topic } => $"topic '{topic}' of the group '{queue.Group}'",
            { List: { } list } => $"list '{list}'",
            var settings => $"queue '{settings.Name}'",
        };
        Add(
            new Explanation(
                $"queues.{service}",
                $"{name}: {queue.Target} for each pod",
                queue.UsesKeda ? "rule: KEDA reads it and scales the service" : "rule: the monitoring measures it for the autoscaler",
                DecisionLog.Format(place)
            )
        );
    }

    private void ExplainRotation(StoreUser user)
    {
        if (_store.Settings.Rotations.TryGetValue(user.Service, out var rotation))
        {
            var number = rotation.Number.ToString(CultureInfo.InvariantCulture);
            Add($"rotations.{user.Service}", user.Former is { } former ? $"{number}, beside the user '{former.Name}'" : number, "default");
        }
    }

    private void ExplainAdministratorRotation()
    {
        if (StoreRotations.FindAdministrator(_store.Settings, _store.Form) is { Number: > 0 and var number })
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            Add(
                $"rotations.{StoreRotations.Administrator}",
                _store.FormerSecret is { } former ? $"{text}, beside the Secret '{former}'" : text,
                "default"
            );
        }
    }

    /// <summary>Adds the value of a setting, with its place if it is written and another reason if it is not.</summary>
    private void Add(string setting, string value, string reason, SettingsPath? otherwise = null)
    {
        var path = setting.Split('.').Aggregate(SettingsPath.Root.Key("stores").Key(_store.Name), (path, key) => path.Key(key));
        Add(
            _written.Has(path) && _written.Find(path) is { } place
                ? new Explanation(setting, value, "set", DecisionLog.Format(place))
                : new Explanation(setting, value, reason, DecisionLog.Format(otherwise is null ? null : _written.Find(otherwise)))
        );
    }

    private void Add(Explanation decision) => _decisions.Add(decision);

    private static string EnumName<T>(T value)
        where T : struct, Enum => DecisionLog.EnumName(value);
}
