using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that the target of a queue has what its kind of store needs, and nothing of another kind.</summary>
internal static class QueueTargetCheck
{
    public static void Check(ServiceUnderReview service, QueueTargetSettings queue, ReviewedStore store, SettingsPath at)
    {
        switch (store.Settings.Kind)
        {
            case StoreKind.Kafka:
                Require(service, store, at, ("topic", queue.Topic, "orders"), ("lag", queue.Lag, "100"));
                Refuse(service, store, at, ("name", queue.Name), ("list", queue.List), ("length", queue.Length));
                CheckTopic(service, queue, store, at);
                break;
            case StoreKind.Rabbitmq:
                Require(service, store, at, ("name", queue.Name, "mails"), ("length", queue.Length, "20"));
                Refuse(service, store, at, ("topic", queue.Topic), ("group", queue.Group), ("list", queue.List), ("lag", queue.Lag));
                CheckText(service, at.Key("name"), queue.Name, 255);
                break;
            case StoreKind.Valkey:
                Require(service, store, at, ("list", queue.List, "mails"), ("length", queue.Length, "20"));
                Refuse(service, store, at, ("topic", queue.Topic), ("group", queue.Group), ("name", queue.Name), ("lag", queue.Lag));
                CheckText(service, at.Key("list"), queue.List, 1024);
                break;
            default:
                service.Reject(
                    at.Key("store"),
                    $"a store of the kind '{store.Kind}' has no queues",
                    "name one of the kind kafka, rabbitmq or valkey",
                    at.Key("store"),
                    store.At("kind")
                );
                break;
        }

        CheckCooldown(service, queue, at.Key("cooldown"));
    }

    private static void Require(
        ServiceUnderReview service,
        ReviewedStore store,
        SettingsPath at,
        params ReadOnlySpan<(string Key, object? Value, string Example)> settings
    )
    {
        foreach (var (key, value, example) in settings)
        {
            if (value is null)
            {
                service.Reject(
                    at,
                    $"a queue in a store of the kind '{store.Kind}' needs '{key}'",
                    $"write '{key}: {example}'",
                    at.Key(key),
                    store.At("kind")
                );
            }
        }
    }

    private static void Refuse(
        ServiceUnderReview service,
        ReviewedStore store,
        SettingsPath at,
        params ReadOnlySpan<(string Key, object? Value)> settings
    )
    {
        foreach (var (key, value) in settings)
        {
            if (value is not null)
            {
                service.Reject(
                    at.Key(key),
                    $"'{key}' has no meaning for a store of the kind '{store.Kind}'",
                    "remove it",
                    at.Key(key),
                    store.At("kind")
                );
            }
        }
    }

    private static void CheckTopic(ServiceUnderReview service, QueueTargetSettings queue, ReviewedStore store, SettingsPath at)
    {
        CheckText(service, at.Key("group"), queue.Group, 249);
        if (queue.Topic is not { } topic)
        {
            return;
        }

        if (DatabaseNames.FindForTopic(topic) is { } problem)
        {
            service.Reject(at.Key("topic"), problem.Text, problem.Cure);
            return;
        }

        var topics = store.Settings.Topics;
        if (topics.TryGetValue(topic, out var settings))
        {
            if (service.Settings.Scaling is { } scaling && scaling.Max > settings.Partitions)
            {
                service.Review.Warn(
                    service.At("scaling", "max"),
                    $"the topic '{topic}' has {settings.Partitions} partitions, and further pods would read none",
                    $"write 'max: {settings.Partitions}', or more 'partitions' at the topic"
                );
            }
        }
        else if (topics.Count > 0 && !topic.StartsWith($"{service.Name}-", StringComparison.Ordinal))
        {
            service.Reject(
                at.Key("topic"),
                $"the store '{store.Name}' has no topic '{topic}'",
                Suggestion.For(topic, [.. topics.Keys]),
                at.Key("topic"),
                store.At("topics")
            );
        }
    }

    private static void CheckText(ServiceUnderReview service, SettingsPath at, string? text, int length)
    {
        if (text is not null && (text.Length == 0 || text.Length > length || text.Any(char.IsControl)))
        {
            service.Reject(at, "this is not a name", $"write 1 to {length} characters");
        }
    }

    private static void CheckCooldown(ServiceUnderReview service, QueueTargetSettings queue, SettingsPath at)
    {
        if (queue.Cooldown is not { } cooldown)
        {
            return;
        }

        if (cooldown > TimeSpan.FromDays(1))
        {
            service.Reject(at, "this is longer than a day", "write a time such as 10m");
        }
        else if (!ScaleToZeroCheck.MayReachZero(service.Settings.Scaling!))
        {
            service.Review.Warn(at, "it has no effect: the minimum is above 0", "remove it, or write 'min: 0'");
        }
    }
}
