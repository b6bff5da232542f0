using Likeness.Kubernetes.Comparison;
using Xunit;

namespace Likeness.Kubernetes.Rollouts;

public sealed class RunDifferencesTests
{
    [Theory]
    [InlineData("aa", 0)]
    [InlineData("bb", 0)]
    // Each step is that of a run, but no run has both.
    [InlineData("ab", 1)]
    [InlineData("cc", 2)]
    public void Fewest_StepsOfARun_AreThoseOfOneRunOnly(string steps, int differences)
    {
        var runs = new RunDifferences<string>(["aa", "bb"]);
        foreach (var (index, step) in steps.Index())
        {
            runs.Add(run => run[index] == step ? [] : [new Difference($"step {index}", $"{run[index]}", $"{step}")]);
        }

        Assert.Equal(differences, runs.Fewest.Count);
    }
}
