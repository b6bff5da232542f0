namespace Architecture.Tests;

internal static class Violations
{
    /// <summary>Fails with all of them, one a line.</summary>
    public static void AssertNone(IEnumerable<string> violations)
    {
        var all = violations.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
