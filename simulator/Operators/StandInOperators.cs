using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators.CloudNativePg;
using Infra.Simulator.Operators.ExternalSecrets;
using Infra.Simulator.Operators.Keda;
using Infra.Simulator.Operators.Percona;
using Infra.Simulator.Operators.RabbitMq;
using Infra.Simulator.Operators.Rook;
using Infra.Simulator.Operators.Strimzi;

namespace Infra.Simulator.Operators;

/// <summary>
/// Stands in for the operators of stores: a kind whose CustomResourceDefinition is established gets the pods, Services, Secrets and
/// statuses that its operator would make. Without definitions it does nothing.
/// </summary>
internal sealed class StandInOperators
{
    private readonly ControllerContext _context;
    private readonly List<StandIn> _idle;

    /// <summary>Waits for definitions.</summary>
    /// <param name="context">The components of the cluster.</param>
    /// <param name="authority">The certificate authority of the cluster, as PEM.</param>
    /// <param name="read">Reads the external metrics that stand for the lengths of queues.</param>
    public StandInOperators(ControllerContext context, string authority, ReadExternalMetric read)
    {
        _context = context;
        _idle = [.. Create(context, authority, read)];
        // Sources cannot be added while the loop polls them.
        context.Plain(GroupResource.CustomResourceDefinitions).OnChange(change => context.Loop.Enqueue(() => StartServed(change.Latest)));
    }

    private void StartServed(PlainObject definition)
    {
        if (!definition.Source.Status.HasCondition("Established"))
        {
            return;
        }

        foreach (var standIn in _idle.Where(standIn => $"{standIn.Resource}" == definition.Name).ToList())
        {
            _idle.Remove(standIn);
            _ = new StandInController(_context, standIn);
        }
    }

    private static IEnumerable<StandIn> Create(ControllerContext context, string authority, ReadExternalMetric read)
    {
        var postgres = new StandInContext(context, "cloudnative-pg", authority);
        yield return new PostgresCluster(postgres);
        yield return new PostgresDatabase(postgres);
        yield return new PostgresBackup(postgres);
        yield return new PostgresScheduledBackup(postgres);
        yield return new PostgresPooler(postgres);
        var rabbit = new StandInContext(context, "rabbitmq-cluster-operator", authority);
        yield return new RabbitCluster(rabbit);
        foreach (var standIn in RabbitTopology.Create(new StandInContext(context, "messaging-topology-operator", authority)))
        {
            yield return standIn;
        }

        var kafka = new StandInContext(context, "strimzi-cluster-operator", authority);
        yield return new KafkaCluster(kafka);
        yield return new KafkaNodePool(kafka);
        yield return new KafkaTopic(kafka);
        yield return new KafkaUser(kafka);
        var mysql = new StandInContext(context, "percona-xtradb-cluster-operator", authority);
        yield return new XtraDbCluster(mysql);
        yield return new PerconaBackup(mysql, PerconaBackupKinds.XtraDb);
        yield return new PerconaRestore(mysql, PerconaBackupKinds.XtraDb);
        var mongo = new StandInContext(context, "percona-server-mongodb-operator", authority);
        yield return new MongoCluster(mongo);
        yield return new PerconaBackup(mongo, PerconaBackupKinds.MongoDb);
        yield return new PerconaRestore(mongo, PerconaBackupKinds.MongoDb);
        yield return new BucketClaim(new StandInContext(context, "rook-ceph-operator", authority));
        yield return new ScaledObject(new StandInContext(context, "keda-operator", authority), read);
        yield return new ExternalSecret(new StandInContext(context, "external-secrets", authority));
    }
}
