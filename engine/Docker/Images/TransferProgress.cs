using System.Text.Json.Nodes;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Images;

/// <summary>Sums up the messages about the layers of a pull or a push.</summary>
internal sealed class TransferProgress(string verb, string name, ResourceContext context)
{
    private const long Megabyte = 1000 * 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, (long Current, long Total)> _layers = new(StringComparer.Ordinal);
    private long? _reported;

    public void Take(JsonObject message)
    {
        if (
            message.Map("progressDetail") is not { } detail
            || detail.Integer("total") is not { } total
            || message.Text("id") is not { } layer
        )
        {
            return;
        }

        _layers[layer] = (detail.Integer("current") ?? 0, total);
        if (_reported is { } before && context.Time.GetElapsedTime(before) < Interval)
        {
            return;
        }

        _reported = context.Time.GetTimestamp();
        var (current, sum) = (_layers.Values.Sum(entry => entry.Current), _layers.Values.Sum(entry => entry.Total));
        context.Report($"{verb} {name}: {current / Megabyte} of {sum / Megabyte} MB");
    }
}
