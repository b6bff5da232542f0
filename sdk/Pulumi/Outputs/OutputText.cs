namespace Pulumi;

/// <summary>The text of an output that is used as a string.</summary>
internal static class OutputText
{
    private const string Message = """
        ToString was called on an Output<T>, which has no text of its own: its value may not be available yet.

        To make a text of the value, use one of:
          output.Apply(value => $"prefix-{value}")
          Output.Format($"prefix-{output}")
        """;

    public static string OfMisuse()
    {
        if (EnvironmentFlag.IsSet("PULUMI_ERROR_OUTPUT_STRING"))
        {
            throw new InvalidOperationException(Message);
        }

        Deployment.Current?.Log.Send(LogLevel.Warning, Message);
        return Message;
    }
}
