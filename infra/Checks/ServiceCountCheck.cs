using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Warns of a stack without services.</summary>
internal sealed class ServiceCountCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        if (review.ServiceNames.Count == 0)
        {
            review.Warn(
                SettingsPath.Root.Key("services"),
                "the stack has no services",
                "write 'services: {<name>: {image: <image>, port: <port>}}' in stacks/services.yaml"
            );
        }
    }
}
