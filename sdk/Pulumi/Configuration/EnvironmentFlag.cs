namespace Pulumi;

/// <summary>Boolean environment variables.</summary>
internal static class EnvironmentFlag
{
    /// <summary>Whether a variable is <c>1</c> or <c>true</c>.</summary>
    public static bool IsSet(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value
        && (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
}
