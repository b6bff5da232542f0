using System.Reflection;
using Infra.Policies.Rules;
using Infra.PolicyPacks;

namespace Infra.Policies.Tests.Rules;

public sealed class AllRulesTests
{
    private static readonly Policy[] Rules = [.. AllRules.Create()];

    private static readonly Type[] Types =
    [
        .. typeof(AllRules).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Policy)) && !type.IsAbstract),
    ];

    public static TheoryData<Type> RuleTypes => new(Types);

    [Theory]
    [MemberData(nameof(RuleTypes))]
    public void AllRules_ContainEachRuleOfEachClass(Type type)
    {
        var family = (IEnumerable<Policy>?)type.GetProperty("All", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

        var names = Rules.Where(rule => rule.GetType() == type).Select(rule => rule.Name);

        if (family is null)
        {
            Assert.Single(names);
        }
        else
        {
            Assert.Equal(family.Select(rule => rule.Name), names);
        }
    }

    [Fact]
    public void Areas_AreTheFoldersOfTheRules()
    {
        string[] areas = [.. Types.Select(type => type.Namespace!.Split('.')[^1]).Where(area => area != "Rules").Distinct()];

        Assert.All(Rules, rule => Assert.Contains(rule.Area, areas));
    }
}
