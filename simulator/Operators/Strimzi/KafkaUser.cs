using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Strimzi;

/// <summary>
/// A <c>KafkaUser</c>: a Secret of its name, after the prefix that the Kafka states, with a password, given or drawn, or a certificate.
/// </summary>
internal sealed class KafkaUser(StandInContext context) : StandIn
{
    public override GroupResource Resource => KafkaNames.Kind("kafkausers");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var cluster = item.Labels.GetValueOrDefault(KafkaNames.ClusterLabel) ?? "";
        if (!KafkaNames.IsReady(context, item.Namespace, cluster))
        {
            return RetryInterval;
        }

        var authentication = item.Source.Spec.Map("authentication");
        var reference = authentication.Map("password", "valueFrom", "secretKeyRef");
        var given = reference is null
            ? null
            : context.Objects.FindSecretValue(item.Namespace, reference.Text("name"), reference.Text("key") ?? "");
        if (reference is not null && given is null)
        {
            var problem =
                $"Secret {reference.Text("name")} or its key {reference.Text("key")} with the requested user password does not exist.";
            context.Write(item, [], new Condition("Ready", "False", "InvalidResourceException", problem));
            return RetryInterval;
        }

        var type = authentication.Text("type");
        var fields = new JsonObject
        {
            ["observedGeneration"] = item.Source.Generation,
            ["username"] = type is "tls" or "tls-external" ? $"CN={item.Name}" : item.Name,
        };
        if (type is "tls" or "scram-sha-512")
        {
            fields["secret"] = WriteSecret(item, cluster, type, given);
        }

        context.Write(item, fields, new Condition("Ready", "True"));
        return null;
    }

    private string WriteSecret(PlainObject item, string cluster, string type, string? password)
    {
        var labels = KafkaNames.Labels(cluster, "strimzi-user-operator", "strimzi-user-operator");
        labels["strimzi.io/kind"] = "KafkaUser";
        var name = GetPrefix(item.Namespace, cluster) + item.Name;
        var values = type == "tls" ? CreateCertificate() : CreateCredentials(item, name, password);
        return context.Objects.Apply(item, GroupResource.Secrets, name, OwnedObjects.Secret(labels, values, "Opaque")).Name;
    }

    private string GetPrefix(string space, string cluster) =>
        context.Client.Find(KafkaNames.Clusters, space, cluster)?.Spec.Text("entityOperator", "userOperator", "secretPrefix") ?? "";

    private Dictionary<string, string> CreateCredentials(PlainObject item, string secret, string? given)
    {
        var password = given ?? context.Objects.FindSecretValue(item.Namespace, secret, "password") ?? context.Objects.DrawPassword();
        return new Dictionary<string, string>
        {
            ["password"] = password,
            ["sasl.jaas.config"] =
                $"org.apache.kafka.common.security.scram.ScramLoginModule required username=\"{item.Name}\" password=\"{password}\";",
        };
    }

    private Dictionary<string, string> CreateCertificate() =>
        new()
        {
            ["ca.crt"] = context.Authority,
            ["user.crt"] = context.Authority,
            ["user.key"] = context.Authority,
        };
}
