import io.github.cdkgatewayalb.GatewayAlb;
import io.github.cdkgatewayalb.GatewayManifests;
import io.github.cdkgatewayalb.RouteTests;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.Vpc;

/** The starting app in Java. */
public final class App {
  public static void main(final String[] args) {
    var app = new software.amazon.awscdk.App();
    var stack = new Stack(app, "Web");

    GatewayAlb.Builder.create(stack, "Alb")
        .vpc(new Vpc(stack, "Vpc"))
        .manifests(GatewayManifests.fromDirectory("k8s"))
        .routeTests(RouteTests.fromFile("routes.test.yaml"))
        .build();

    app.synth();
  }
}
