using Infra.Backend.Checks;

namespace Infra.Tests.Checks;

public class SettingsReviewTests
{
    [Fact]
    public void AllChecks_ContainsEveryCheckOnce() =>
        Assert.Equal(
            typeof(ISettingsCheck)
                .Assembly.GetTypes()
                .Where(type => type.IsClass && type.IsAssignableTo(typeof(ISettingsCheck)))
                .Select(type => type.Name)
                .Order(),
            SettingsReview.AllChecks.Select(check => check.GetType().Name).Order()
        );

    [Fact]
    public void AllChecks_OfPlans_ContainsEveryCheckOnce() =>
        Assert.Equal(
            typeof(IPlanCheck)
                .Assembly.GetTypes()
                .Where(type => type.IsClass && type.IsAssignableTo(typeof(IPlanCheck)))
                .Select(type => type.Name)
                .Order(),
            PlanReview.AllChecks.Select(check => check.GetType().Name).Order()
        );
}
