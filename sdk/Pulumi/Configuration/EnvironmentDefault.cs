using System.Globalization;

namespace Pulumi;

/// <summary>The defaults that environment variables set; null if a variable is not set or has the wrong type.</summary>
internal static class EnvironmentDefault
{
    public static Input<string>? Text(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? (Input<string>)text : null;

    public static Input<bool>? Flag(string variable) =>
        Environment.GetEnvironmentVariable(variable) switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => null,
        };

    public static Input<int>? Integer(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    public static Input<double>? Number(string variable) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
