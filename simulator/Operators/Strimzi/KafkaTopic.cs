using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Strimzi;

/// <summary>A <c>KafkaTopic</c>: ready once its cluster is, and has as many brokers as the topic has replicas.</summary>
internal sealed class KafkaTopic(StandInContext context) : StandIn
{
    public override GroupResource Resource => KafkaNames.Kind("kafkatopics");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var name = item.Labels.GetValueOrDefault(KafkaNames.ClusterLabel) ?? "";
        if (!KafkaNames.IsReady(context, item.Namespace, name))
        {
            return RetryInterval;
        }

        var brokers = context
            .Client.List(KafkaNames.NodePools, item.Namespace)
            .Items.Where(pool => pool.Labels.GetValueOrDefault(KafkaNames.ClusterLabel) == name)
            .Where(pool => KafkaPods.HasRole(new PlainObject(pool), "broker"))
            .Sum(pool => pool.Spec.Number("replicas") ?? 0);
        var replicas = item.Source.Spec.Number("replicas") ?? 1;
        var fields = new JsonObject
        {
            ["observedGeneration"] = item.Source.Generation,
            ["topicName"] = item.Source.Spec.Text("topicName") ?? item.Name,
        };
        if (replicas > brokers)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"Unable to replicate the partition {replicas} time(s): The target replication factor of {replicas} cannot be reached because only {brokers} broker(s) are registered."
            );
            context.Write(item, fields, new Condition("Ready", "False", "KafkaError", message));
            return RetryInterval;
        }

        fields["topicId"] = item.Source.Status.Text("topicId") ?? context.Identities.NewSuffix(22);
        context.Write(item, fields, new Condition("Ready", "True"));
        return null;
    }
}
