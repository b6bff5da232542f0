using System.Globalization;
using Infra.Kubernetes;

namespace Infra.Backend.Settings.Values;

/// <summary>A port of a pod, by its name or its number.</summary>
/// <param name="Name">The name; null if the port is given by its number.</param>
/// <param name="Number">The number; null if the port is given by its name.</param>
internal sealed record PortReference(string? Name, int? Number)
{
    public static PortReference? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number is >= 1 and <= 65535 ? new PortReference(null, number) : null;
        }

        return ObjectNames.IsPortName(text) ? new PortReference(text, null) : null;
    }

    public override string ToString() => Name ?? Number!.Value.ToString(CultureInfo.InvariantCulture);
}
