using System.Text.Json.Nodes;
using Likeness.Recordings;

namespace Likeness.Running;

/// <summary>The engine's events of a command, which it appends to a file while it runs.</summary>
/// <param name="path">The path of the file.</param>
internal sealed class EventLog(string path)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(30);

    /// <summary>The events so far.</summary>
    public List<JsonObject> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = file.ReadToEnd().Split('\n');

        // The last line is not complete yet, or empty.
        return [.. lines.SkipLast(1).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    /// <summary>Waits for an event, and then for the time after it.</summary>
    /// <returns>False if the command ended before.</returns>
    public async Task<bool> WaitForAsync(EventCondition condition, CancellationToken ended)
    {
        try
        {
            while (!Read().Any(item => Holds(condition, item)))
            {
                await Task.Delay(PollInterval, TimeProvider.System, ended);
            }

            await Task.Delay(condition.Delay, TimeProvider.System, ended);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static bool Holds(EventCondition condition, JsonObject item)
    {
        var member = condition.Event switch
        {
            "pre" => "resourcePreEvent",
            "outputs" => "resOutputsEvent",
            "failed" => "resOpFailedEvent",
            _ => condition.Event,
        };
        var urn = (string?)item[member]?["metadata"]?["urn"];
        return urn is not null && urn.EndsWith($"::{condition.Resource}", StringComparison.Ordinal);
    }
}
