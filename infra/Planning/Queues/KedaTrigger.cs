using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Queues;

/// <summary>What KEDA measures to scale a service.</summary>
/// <param name="Type">KEDA's name of what it measures.</param>
/// <param name="Metadata">Its parameters.</param>
internal sealed record KedaTrigger(string Type, ImmutableSortedDictionary<string, string> Metadata)
{
    /// <summary>How the value is compared; null for KEDA's default, the average for each pod.</summary>
    public string? MetricType { get; init; }

    /// <summary>The keys of a Secret by the parameters that KEDA reads from it; empty if it needs no credentials.</summary>
    public ImmutableArray<SecretParameter> Credentials { get; init; } = [];

    /// <summary>The name of the TriggerAuthentication with these keys; null if there is none.</summary>
    public string? Authentication { get; init; }

    /// <summary>The first protocol version that Kafka 4 still speaks. Without it, KEDA speaks that of Kafka 1.0.</summary>
    private const string KafkaProtocol = "2.1.0";

    /// <summary>The triggers of a service that KEDA scales: those of its queues, and its other targets.</summary>
    public static IEnumerable<KedaTrigger> Create(ImmutableArray<QueuePlan> queues, ScalingSettings scaling) =>
        [
            .. queues.Select(ForQueue),
            .. ForUsage(scaling.Cpu, scaling.Memory, container: null),
            .. scaling.Containers.SelectMany(container => ForUsage(container.Value.Cpu, container.Value.Memory, container.Key)),
        ];

    private static KedaTrigger ForQueue(QueuePlan queue)
    {
        var connection = queue.Connection;
        var texts = new ConnectionTexts(connection, new VariablesByName(connection, connection.Store));
        var target = queue.Target.ToString(CultureInfo.InvariantCulture);
        return connection.Kind switch
        {
            StoreKind.Kafka => ForTopic(queue, texts.HostPort, target),
            StoreKind.Rabbitmq => new KedaTrigger(
                "rabbitmq",
                Parameters(
                    ("host", $"{(connection.Tls ? "amqps" : "amqp")}://{texts.HostPort}/{Uri.EscapeDataString(texts.VirtualHost)}"),
                    ("protocol", "amqp"),
                    ("queueName", queue.Settings.Name!),
                    ("mode", "QueueLength"),
                    ("value", target)
                )
            )
            {
                Credentials = ReadUser(connection),
                Authentication = queue.Authentication,
            },
            StoreKind.Valkey => new KedaTrigger(
                "redis",
                Parameters(
                    ("address", texts.HostPort),
                    ("listName", queue.Settings.List!),
                    ("listLength", target),
                    ("enableTLS", connection.Tls ? "true" : "false")
                )
            )
            {
                // The only user needs no name.
                Credentials = [new SecretParameter("password", connection.Secret, connection.PasswordKey)],
                Authentication = queue.Authentication,
            },
            var kind => throw new InvalidOperationException($"Stores of the kind {kind} have no queues; the settings were not checked."),
        };
    }

    private static KedaTrigger ForTopic(QueuePlan queue, string address, string target)
    {
        var connection = queue.Connection;
        var parameters = Parameters(
            ("bootstrapServers", address),
            ("consumerGroup", queue.Group),
            ("topic", queue.Settings.Topic!),
            ("lagThreshold", target),
            ("version", KafkaProtocol),
            ("tls", connection.Tls ? "enable" : "disable")
        );
        return connection.SaslMechanism is { } mechanism
            ? new KedaTrigger("kafka", parameters.Add("sasl", NameMechanism(mechanism)))
            {
                Credentials = ReadUser(connection),
                Authentication = queue.Authentication,
            }
            : new KedaTrigger("kafka", parameters);
    }

    /// <summary>KEDA's name of a mechanism: <c>scram_sha512</c> for <c>SCRAM-SHA-512</c>.</summary>
    private static string NameMechanism(string mechanism) =>
        mechanism switch
        {
            "PLAIN" => "plaintext",
            "SCRAM-SHA-256" => "scram_sha256",
            _ => "scram_sha512",
        };

    private static ImmutableArray<SecretParameter> ReadUser(StoreConnection connection) =>
        [
            new SecretParameter("username", connection.Secret, connection.UsernameKey),
            new SecretParameter("password", connection.Secret, connection.PasswordKey),
        ];

    private static IEnumerable<KedaTrigger> ForUsage(int? cpu, int? memory, string? container)
    {
        foreach (var (resource, percent) in new[] { ("cpu", cpu), ("memory", memory) })
        {
            if (percent is { } value)
            {
                var parameters = Parameters(("value", value.ToString(CultureInfo.InvariantCulture)));
                yield return new KedaTrigger(resource, container is null ? parameters : parameters.Add("containerName", container))
                {
                    MetricType = "Utilization",
                };
            }
        }
    }

    private static ImmutableSortedDictionary<string, string> Parameters(params IEnumerable<(string Key, string Value)> parameters) =>
        parameters.ToImmutableSortedDictionary(parameter => parameter.Key, parameter => parameter.Value, StringComparer.Ordinal);
}

/// <summary>A parameter of a trigger that KEDA reads from a Secret.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Secret">The Secret's name.</param>
/// <param name="Key">The key in the Secret.</param>
internal sealed record SecretParameter(string Parameter, string Secret, string Key);
