using System.Globalization;
using Infra.Common;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>The time limits of a provider's operations on a resource; null for the provider's default.</summary>
public sealed class CustomTimeouts
{
    /// <summary>The time limit of a creation.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>The time limit of an update.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>The time limit of a deletion.</summary>
    public TimeSpan? Delete { get; set; }

    internal CustomTimeouts Clone() =>
        new()
        {
            Create = Create,
            Update = Update,
            Delete = Delete,
        };

    internal Wire.RegisterResourceRequest.Types.CustomTimeouts ToWire() =>
        new()
        {
            Create = ToGoDuration(Create),
            Update = ToGoDuration(Update),
            Delete = ToGoDuration(Delete),
        };

    internal static CustomTimeouts FromWire(Wire.RegisterResourceRequest.Types.CustomTimeouts timeouts) =>
        new()
        {
            Create = ParseGoDuration(timeouts.Create),
            Update = ParseGoDuration(timeouts.Update),
            Delete = ParseGoDuration(timeouts.Delete),
        };

    // The engine parses Go's notation. A tick is 100 ns.
    private static string ToGoDuration(TimeSpan? duration) =>
        duration is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Ticks}00ns") : "";

    /// <exception cref="FormatException">The text is neither empty nor a duration.</exception>
    internal static TimeSpan? ParseGoDuration(string text) =>
        text.Length == 0 ? null
        : GoDurationParser.FindError(text, out var duration) is { } error ? throw new FormatException(error)
        : duration;
}
