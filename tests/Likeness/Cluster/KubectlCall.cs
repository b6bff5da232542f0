namespace Likeness.Cluster;

/// <summary>The words and options of a call of <c>kubectl</c>.</summary>
/// <param name="Words">The command and its arguments.</param>
/// <param name="Options">The options without their dashes; a switch has an empty value.</param>
internal sealed record KubectlCall(string[] Words, ILookup<string, string> Options)
{
    private static readonly HashSet<string> Switches =
    [
        "all",
        "overwrite",
        "server-side",
        "force-conflicts",
        "ignore-not-found",
        "now",
        "force",
    ];

    public string Namespace => Value("n") ?? Value("namespace") ?? "default";

    public string? Value(string option) => Options[option].LastOrDefault();

    public IEnumerable<string> Values(string option) => Options[option];

    public bool Has(string option) => Options.Contains(option) && Value(option) != "false";

    public static KubectlCall Parse(string[] arguments)
    {
        var words = new List<string>();
        var options = new List<(string Name, string Value)>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "-" || !arguments[i].StartsWith('-'))
            {
                words.Add(arguments[i]);
            }
            else if (arguments[i].TrimStart('-').Split('=', 2) is [var name, var value])
            {
                options.Add((name, value));
            }
            else
            {
                var option = arguments[i].TrimStart('-');
                options.Add((option, Switches.Contains(option) ? "" : arguments[++i]));
            }
        }

        return new KubectlCall([.. words], options.ToLookup(option => option.Name, option => option.Value));
    }
}
